-- Grain: one row per municipality. Units: area in km², coordinates in degrees, outline in metres (EPSG:25832).
CREATE TABLE mart_municipality AS
SELECT
    municipality.ags,
    municipality.name,
    municipality.area_km2,
    municipality.longitude,
    municipality.latitude,
    municipality.degurba,
    municipality.degurba_text,
    municipality.regiostar7,
    municipality.regiostar7_text,
    boundary.outline_wkb
FROM municipality
LEFT JOIN boundary ON boundary.ags = municipality.ags
ORDER BY municipality.ags;

"""The pack of a meeting: paper, slides and workbook of the same views."""

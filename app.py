"""KIM-Atlas: where newcomers get counselling in the district, where they do not, and what moving staff would change."""

from __future__ import annotations

import streamlit as st

from etl.errors import InputError
from pages._shared import uploads
from pages._shared.first_visit import navigation
from pages._shared.frame import literal
from pages._shared.load_problem import load_problem
from pages._shared.permalink import PATH
from pages._shared.visit import SettingsError, Visit, begin_visit
from pages._shared.wording import PAGE_NAMES

SIDEBAR_PIXELS = 240
DATA = "daten"


def main() -> None:
    st.set_page_config(
        page_title="KIM-Atlas", page_icon="docs/kim-atlas.svg", layout="wide", initial_sidebar_state=SIDEBAR_PIXELS
    )
    try:
        visit = begin_visit()
    except InputError as error:
        st.error(f"Die Daten wurden nicht geladen / The data were not loaded.\n\n{load_problem(error)}")
        st.stop()
    except SettingsError as error:
        st.error(f"Eine Einstellung stimmt nicht / A setting is wrong.\n\n{literal(str(error))}")
        st.stop()
    page = navigation(_pages(visit))
    if page.url_path != DATA:
        uploads.forget()
    st.session_state[PATH] = page.url_path
    page.run()


def _pages(visit: Visit) -> list[st.Page]:
    titles = {path: visit.language.text(PAGE_NAMES[path]) for path in PAGE_NAMES}
    return [
        st.Page("pages/overview/page.py", title=titles[""], icon=":material/home:", default=True),
        st.Page("pages/coverage/page.py", title=titles["versorgung"], icon=":material/map:", url_path="versorgung"),
        st.Page("pages/place/page.py", title=titles["gemeinde"], icon=":material/location_city:", url_path="gemeinde"),
        st.Page("pages/caseload/page.py", title=titles["fallzahlen"], icon=":material/groups:", url_path="fallzahlen"),
        st.Page("pages/outcomes/page.py", title=titles["wirkung"], icon=":material/flag:", url_path="wirkung"),
        st.Page("pages/planning/page.py", title=titles["planung"], icon=":material/moving:", url_path="planung"),
        st.Page("pages/meeting/page.py", title=titles["sitzung"], icon=":material/co_present:", url_path="sitzung"),
        st.Page("pages/data/page.py", title=titles[DATA], icon=":material/database:", url_path=DATA),
        st.Page("pages/methods/page.py", title=titles["methoden"], icon=":material/info:", url_path="methoden"),
    ]


main()

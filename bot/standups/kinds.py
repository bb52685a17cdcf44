"""The kinds of due jobs of standups. The subject of each is the row that it is about."""

OPEN_RUN = "standups.open_run"  # run:7
REVIEW_RUNS = "standups.review_runs"  # what changed: registry, members
SEND_CHECK_IN = "standups.send_check_in"  # check_in:91
OPEN_DM = "standups.open_dm"  # member:12
REMIND = "standups.remind"  # check_in:91
REFRESH_CHECK_IN = "standups.refresh_check_in"  # check_in:91
WEIGH_ANSWERS = "standups.weigh_answers"  # run:7
TELL_DIFFERENCE = "standups.tell_difference"  # difference_notice:5
POST_REPORT = "standups.post_report"  # run:7
UPDATE_REPORT = "standups.update_report"  # run:7
POST_ANSWERS = "standups.post_answers"  # run:7
ASK_FATE = "standups.ask_fate"  # run:7
TELL_OWNER = "standups.tell_owner"  # run:7


def of_run(run_id: int) -> str:
    return f"run:{run_id}"


def of_check_in(check_in_id: int) -> str:
    return f"check_in:{check_in_id}"


def of_member(member_id: int) -> str:
    return f"member:{member_id}"


def of_notice(notice_id: int) -> str:
    return f"difference_notice:{notice_id}"

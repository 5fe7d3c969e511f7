from core.sweeps import run_each_logging_errors


def test_row_that_breaks_is_logged_and_the_others_are_done(caplog):
    seen = []

    def act(row):
        if row == 2:
            raise ValueError("on purpose")
        seen.append(row)
        return row != 3

    assert run_each_logging_errors(act, [1, 2, 3, 4]) == 2
    assert seen == [1, 3, 4]
    assert "broke on 2" in caplog.text

use schakel_tests::{Logs, bsns_in};

#[tokio::test]
async fn what_is_logged_is_heard_from_other_tasks_too() {
    let logs = Logs::capture();
    tracing::info!(groep = "TRAJECT_FASE", "disclosed");
    tokio::spawn(async { tracing::debug!("from a task") })
        .await
        .unwrap();
    logs.assert_with("disclosed groep=\"TRAJECT_FASE\"");
    logs.assert_with("from a task");
    logs.assert_without(&["TRAJECT_CONTACT"]);
}

#[test]
#[should_panic(expected = "was logged")]
fn a_bsn_in_the_log_fails() {
    let logs = Logs::capture();
    tracing::error!("no such resident: 111222333");
    logs.assert_without(&[]);
}

#[test]
#[should_panic(expected = "was not logged")]
fn silence_fails() {
    Logs::capture().assert_with("disclosed");
}

#[test]
fn only_what_can_be_a_bsn_is_taken_for_one() {
    assert_eq!(
        bsns_in("bsn=111222333, \"123456782\"; id-999999990"),
        ["111222333", "123456782", "999999990"]
    );
    let others = "111222334 000000000 0.111222333 a111222333 1112223330 11122233";
    assert_eq!(bsns_in(others), [""; 0]);
}

//! The program against the table of cases that were worked out by hand.

use super::{read, rows::kalender};
use crate::{
    clock::day_in_amsterdam,
    termijnen::{Aanvang, Afloop, Looptijd, Opschortingen, TermijnToestand},
};

const TABLE: &str = include_str!("gevallen.md");

fn day(aanvang: Aanvang) -> chrono::NaiveDate {
    match aanvang {
        Aanvang::Dag(day) => day,
        Aanvang::Moment(moment) => day_in_amsterdam(moment),
    }
}

#[test]
fn deadlines_end_when_the_table_says() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in read::rows(TABLE, 5) {
        count += 1;
        let start = read::aanvang(row[0]);
        let opschortingen = read::opschortingen(row[2]);
        let looptijd = Looptijd::new(start, read::maat(row[1], day(start)), &opschortingen, &kalender());
        let end = looptijd.einde.map(|einde| einde.op);
        if end != read::end(row[3]) {
            wrong.push(format!("{row:?}\n  ends at {end:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 60, "the table has {count} cases");
}

#[test]
fn deadlines_stand_as_the_table_says() {
    let mut wrong = Vec::new();
    for row in read::rows(TABLE, 7) {
        let start = read::aanvang(row[0]);
        let mut maat = read::maat(row[1], day(start));
        maat.waarschuw_vooraf = read::duur(row[2]);
        let (afloop, opschortingen) = happened(row[3]);
        let looptijd = Looptijd::new(start, maat, &opschortingen, &kalender());
        let stands = TermijnToestand::at(read::moment(row[4]), &looptijd, afloop);
        if stands.word() != row[5] {
            wrong.push(format!("{row:?}\n  stands {}", stands.word()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn happened(cell: &str) -> (Afloop, Opschortingen) {
    let mut afloop = Afloop::default();
    let mut opschortingen = Opschortingen::default();
    for part in cell.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once(' ').expect(cell) {
            ("gehaald", day) => afloop.gehaald_op = Some(read::day(day)),
            ("vervallen", day) => afloop.vervallen_op = Some(read::day(day)),
            ("opgeschort", period) => opschortingen = read::opschortingen(period),
            _ => panic!("{cell}"),
        }
    }
    (afloop, opschortingen)
}

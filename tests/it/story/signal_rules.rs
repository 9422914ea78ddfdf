//! Who hears of what, on a page that anybody can read.

use std::fmt::Write;

use schakel::domain::{Gegevensgroep, SignaalSoort};
use schakel_tests::expect_file;

const LEGEND: &str = "\
# Who hears of which kind of signal: made by a test from the rules of the program (`UPDATE=1` writes it anew). Where one
# change makes several signals, they come in this order. Without a ground or grant for the least group a signal does not
# exist for its addressee.
#
#   ANDEREN              every other party of the samenwerking
#   BRON_EN_ANDEREN      the party where it happened, and every other
#   INDIENER_EN_ANDEREN  the party that submitted the referral, of which it is an own record, and every other
#   BRON_INDIENER_EN_ANDEREN
#                        the party where it happened, the one that submitted the referral if it is about one, and every other
#   TRAJECTHOUDERS       the owners of trajecten, be it where it happened, each only while a traject of its own runs
#   GENOEMDE_ONTVANGER   the receiver that the consent names: whoever there could see one of its groups by a consent
#
# What a deadline of sociaal raadslieden tells is in SRW_STATUS instead of TRAJECT_TERMIJNEN. A deadline of a traject needs
# all groups too out of which it is counted (TRAJECT_AFSPRAKEN, TRAJECT_BESLUITEN), of one client as of two. No signal tells
# of a joint group: where one of them is, the deadline is its owner's alone.
";

#[test]
fn the_rules_of_signals_are_on_one_page() {
    let mut page = LEGEND.to_owned();
    writeln!(
        page,
        "\n{:<35} {:<25} {:<19} ernst",
        "soort", "geadresseerden", "minste groep"
    )
    .unwrap();
    for soort in SignaalSoort::ALL {
        let regel = soort.regel();
        let groep = regel.groep.map_or("-", Gegevensgroep::word);
        writeln!(
            page,
            "{:<35} {:<25} {groep:<19} {}",
            soort.word(),
            regel.geadresseerden.word(),
            regel.ernst
        )
        .unwrap();
    }
    expect_file("tests/lists/signalen.txt", &page);
}

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
#   TRAJECTHOUDERS       the other owners of trajecten, each only while a traject of its own runs
#   GENOEMDE_ONTVANGER   the receiver that the consent names
#
# What a deadline of sociaal raadslieden tells is in SRW_STATUS instead of TRAJECT_TERMIJNEN; a deadline that tells of
# other groups needs those too.
";

#[test]
fn the_rules_of_signals_are_on_one_page() {
    let mut page = LEGEND.to_owned();
    writeln!(
        page,
        "\n{:<35} {:<19} {:<19} ernst",
        "soort", "geadresseerden", "minste groep"
    )
    .unwrap();
    for soort in SignaalSoort::ALL {
        let regel = soort.regel();
        let groep = regel.groep.map_or("-", Gegevensgroep::word);
        writeln!(
            page,
            "{:<35} {:<19} {groep:<19} {}",
            soort.word(),
            regel.geadresseerden.word(),
            regel.ernst
        )
        .unwrap();
    }
    expect_file("tests/lists/signalen.txt", &page);
}

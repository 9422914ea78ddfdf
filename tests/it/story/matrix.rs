//! The permissions of the product on a page that anybody can read, made from the register's own decisions.

use std::{collections::BTreeMap, fmt::Write};

use schakel::{
    config::{UTRECHT, read_inrichting},
    domain::{Doel, Inrichting, Rol},
};
use schakel_tests::{
    Engine, TestApp,
    app::{Person, bsn},
    expect_file, tell,
};
use serde_json::json;

const LEGEND: &str = "\
# Who may see what, for which purpose, and why: made by a test from the decisions of the register as Utrecht is
# configured (`UPDATE=1` writes it anew). One table per receiving party, of somebody whose role may act for the purpose.
#
#   eigen                 its own record
#   grond                 a legal ground (verwerkingsgrond): no consent is needed
#   LAMPJE, SAMENWERKEN   with the consent of that bundle; of either, where both stand
#   toestemming           with a single consent only: no bundle opens it
#   -                     never: the purpose cannot carry it
";

/// Every decision about a resident: the reason per owner and group, in the order in which they are told.
async fn reasons(person: &Person<'_>, inwoner: &str) -> Vec<((String, String), String)> {
    let query = "query($id: ID!) { inwoner(id: $id) { toegang { groep bronhouder { id } reden } } }";
    let answer = person.ask(query, json!({"id": inwoner})).await.expect_ok();
    let told = answer.data("/inwoner/toegang").as_array().unwrap();
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    told.iter()
        .map(|one| {
            (
                (word(&one["bronhouder"]["id"]), word(&one["groep"])),
                word(&one["reden"]),
            )
        })
        .collect()
}

/// The residents who consented to nothing, and to each bundle.
struct Residents {
    nothing: String,
    bundles: Vec<(String, String)>,
}

impl Residents {
    async fn make(app: &TestApp, utrecht: &Inrichting) -> Self {
        let mut bundles = Vec::new();
        for (n, pakket) in (2..).zip(&utrecht.pakketten) {
            let inwoner = app.inwoner(&bsn(n)).await;
            app.grant(&inwoner, pakket.id.as_str()).await;
            bundles.push((pakket.id.clone(), inwoner));
        }
        let nothing = app.inwoner(&bsn(1)).await;
        Self { nothing, bundles }
    }

    /// The mark of every owner and group for one caller.
    async fn marks(&self, person: &Person<'_>) -> Vec<((String, String), String)> {
        let mut by_bundle: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
        for (pakket, inwoner) in &self.bundles {
            for (what, reden) in reasons(person, inwoner).await {
                if reden == "TOEGESTAAN_TOESTEMMING" {
                    by_bundle.entry(what).or_default().push(pakket);
                }
            }
        }
        let plain = reasons(person, &self.nothing).await.into_iter();
        plain
            .map(|(what, reden)| {
                let mark = match (reden.as_str(), by_bundle.get(&what)) {
                    ("TOEGESTAAN_EIGEN", _) => "eigen".to_owned(),
                    ("TOEGESTAAN_GROND", _) => "grond".to_owned(),
                    ("GEEN_TOESTEMMING", Some(bundles)) => bundles.join(", "),
                    ("GEEN_TOESTEMMING", None) => "toestemming".to_owned(),
                    ("DOEL_NIET_GEDEKT", _) => "-".to_owned(),
                    (other, _) => panic!("what is {other} doing in the matrix, for {what:?}?"),
                };
                (what, mark)
            })
            .collect()
    }
}

/// Columns as wide as what stands in them.
fn table(text: &mut String, rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(String::len)
                .max()
                .unwrap_or_default()
        })
        .collect();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        writeln!(text, "{}", cells.join("  ").trim_end()).unwrap();
    }
}

fn header(first: &[&str]) -> Vec<String> {
    let doelen = Doel::ALL.iter().map(|doel| doel.word());
    first.iter().copied().chain(doelen).map(str::to_owned).collect()
}

async fn receivers(text: &mut String, app: &TestApp, utrecht: &Inrichting) {
    let residents = Residents::make(app, utrecht).await;
    for partij in &utrecht.samenwerkingen[0].partijen {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for doel in Doel::ALL {
            let anybody = app
                .professional(partij.id.as_str())
                .rollen(Rol::ALL.iter().copied())
                .doel(*doel);
            for (index, ((bronhouder, groep), mark)) in
                residents.marks(&anybody).await.into_iter().enumerate()
            {
                if rows.len() <= index {
                    rows.push(vec![bronhouder, groep]);
                }
                rows[index].push(mark);
            }
        }
        // Owner by owner, each from its least to its most telling group.
        rows.sort_by_key(|row| {
            utrecht.samenwerkingen[0]
                .partijen
                .iter()
                .position(|one| one.id.as_str() == row[0])
        });
        rows.insert(0, header(&["bronhouder", "gegevensgroep"]));
        writeln!(text, "\n== {} ({}) sees\n", partij.id, partij.naam).unwrap();
        table(text, &rows);
    }
}

async fn roles(text: &mut String, app: &TestApp) {
    let mut rows = vec![header(&["rol"])];
    let inwoner = app.inwoner(&bsn(1)).await;
    for rol in Rol::ALL {
        let mut row = vec![rol.word().to_owned()];
        for doel in Doel::ALL {
            let person = app.person("toestemmingsbeheer", *rol).doel(*doel);
            let told = reasons(&person, &inwoner).await;
            let is_barred = told.iter().all(|(_, reden)| reden == "ROL_NIET_BEVOEGD");
            row.push(if is_barred { "-" } else { "ja" }.to_owned());
        }
        rows.push(row);
    }
    text.push_str("\n== which role may act for which purpose\n\n");
    table(text, &rows);
}

#[tokio::test]
async fn the_matrix_of_permissions_is_checked_in() {
    tell(Engine::Sqlite, async |app: TestApp| {
        let utrecht = read_inrichting(UTRECHT).unwrap();
        let mut text = LEGEND.to_owned();
        let joint: Vec<&str> = utrecht
            .gezamenlijke_groepen
            .iter()
            .map(|groep| groep.word())
            .collect();
        writeln!(
            text,
            "#\n# In a traject with two clients these need the consent of both: {}.",
            joint.join(", ")
        )
        .unwrap();
        receivers(&mut text, &app, &utrecht).await;
        roles(&mut text, &app).await;
        expect_file("tests/lists/matrix.txt", &text);
    })
    .await;
}

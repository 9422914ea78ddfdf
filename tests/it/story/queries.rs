//! The questions that more than one story asks.

use schakel_tests::app::{Answer, Person};
use serde_json::{Value, json};

/// The example of the documentation: one field of each of several groups, and why not the rest.
pub(crate) const OVERVIEW: &str = "query Overzicht($id: ID!) {
    inwoner(id: $id) {
        id
        trajecten { partij { id } loopt { loopt sinds } fase { fase sinds } contact { naam telefoon } financieel { totaleSchuld } }
        srw { partij { id } status { verwijzingen { soort status ingediendOp } } }
        buurtteams { partij { id naam } status { betrokken sinds } }
        toegang { groep bronhouder { id } toegestaan reden tot }
    }
}";

/// One field at least of every gegevensgroep.
pub(crate) const ALL_GROUPS: &str = "fragment AlleGroepen on Inwoner {
    id
    trajecten {
        partij { id naam soort }
        loopt { loopt sinds tot }
        contact { naam telefoon email }
        fase { fase sinds geschiedenis { fase sinds } eerdere { fase } }
        termijnen { code toestand }
        betrokkenen { contact { naam } rol organisatie }
        afspraken { gesprekken { soort } acties { onderwerp } }
        besluiten { planVanAanpakOp beschikkingen { soort } oplossing { soort } }
        financieel { totaleSchuld aantalSchuldeisers }
        nazorg { start producten }
    }
    srw {
        partij { id }
        status { verwijzingen { soort status } }
        contact { contact { naam } }
        terugkoppeling { uitkomst }
        inhoud { vraag }
    }
    buurtteams {
        partij { id }
        status { betrokken }
        contact { team medewerker { naam } }
        doelen { onderwerp }
        leefgebieden { gebied niveau }
    }
}";

/// Asks one field at least of every group of a resident.
pub(crate) async fn ask_all(person: &Person<'_>, inwoner: &str) -> Answer {
    let query = format!("query Alles($id: ID!) {{ inwoner(id: $id) {{ ...AlleGroepen }} }} {ALL_GROUPS}");
    person.ask(&query, json!({"id": inwoner})).await
}

/// Asks whether a traject runs.
pub(crate) async fn ask_lamp(person: &Person<'_>, inwoner: &str) -> Answer {
    let query = "query Lampje($id: ID!) { inwoner(id: $id) { trajecten { partij { id } loopt { loopt } } } }";
    person.ask(query, json!({"id": inwoner})).await
}

/// The lamp of the owner who stands first, as it was answered: on, off, or null with its reason.
pub(crate) fn lamp(answer: &Answer) -> Result<Option<bool>, String> {
    let owner = answer.text_at("/inwoner/trajecten/0/partij/id");
    match answer.reden("TRAJECT_LOOPT", owner) {
        Some(reden) => {
            assert!(
                answer.data("/inwoner/trajecten/0/loopt").is_null(),
                "{}",
                answer.shown()
            );
            Err(reden)
        }
        None => {
            let told = answer.data("/inwoner/trajecten/0/loopt");
            Ok(told["loopt"].as_bool())
        }
    }
}

/// What a list that has a place for each owner tells of this one.
pub(crate) fn of_owner<'a>(list: &'a Value, partij: &str) -> &'a Value {
    let mut all = list.as_array().expect("a list").iter();
    all.find(|one| one["partij"]["id"] == partij)
        .unwrap_or_else(|| panic!("nothing of {partij} in {list}"))
}

/// What `toegang` says of one group at one party: the reason and the end.
pub(crate) async fn toegang(
    person: &Person<'_>,
    inwoner: &str,
    groep: &str,
    bronhouder: &str,
) -> (String, Value) {
    let query = "query Toegang($id: ID!) {
        inwoner(id: $id) { toegang { groep bronhouder { id } toegestaan reden tot } }
    }";
    let answer = person.ask(query, json!({"id": inwoner})).await.expect_ok();
    let told = answer
        .data("/inwoner/toegang")
        .as_array()
        .expect("a list")
        .clone();
    let one = told
        .iter()
        .find(|one| one["groep"] == groep && one["bronhouder"]["id"] == bronhouder)
        .unwrap_or_else(|| panic!("nothing is said of {groep} at {bronhouder}"));
    let reden = one["reden"].as_str().expect("a reason").to_owned();
    assert_eq!(one["toegestaan"], reden.starts_with("TOEGESTAAN_"), "{one}");
    (reden, one["tot"].clone())
}

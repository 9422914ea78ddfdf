use askama::Template;
use serde_json::Value;

use super::*;
use crate::{
    config::{UTRECHT, read_inrichting},
    domain::PartijId,
};

fn bewijs() -> Ontvangstbewijs {
    let utrecht = read_inrichting(UTRECHT).unwrap();
    let partij = |id: &str| utrecht.find_partij(&PartijId::new(id).unwrap()).unwrap().clone();
    let mut gemeente = partij("gemeente-utrecht");
    gemeente.naam = "Gemeente <script>alert(1)</script>".to_owned();
    Ontvangstbewijs {
        gesprek: Uuid::from_u128(1),
        inwoner: InwonerId::from_hash(&[7; 32]),
        op: "2026-06-15T10:00:00Z".parse().unwrap(),
        oorspronkelijk_op: None,
        vastgelegd_door: "Toestemmingsbeheer Utrecht".to_owned(),
        gegeven_door: Some(GegevenDoor::Inwoner),
        tekstversie: Some("2026-1".to_owned()),
        taal: Some("nl".to_owned()),
        delen: vec![Deel {
            toestemming: Uuid::from_u128(2),
            bronhouder: gemeente,
            ontvanger: partij("incluzio"),
            groepen: vec![Gegevensgroep::TrajectLoopt],
            doel: Doel::AfstemmingTraject,
            van: "2026-06-15T10:00:00Z".parse().unwrap(),
            tot: "2027-06-14T22:00:00Z".parse().unwrap(),
            status: ToestemmingStatus::Actief,
        }],
    }
}

#[test]
fn the_page_tells_in_plain_words_who_sees_what_until_when() {
    let bewijs = bewijs();
    let page = Page::new(Teksten::of(None).unwrap(), &bewijs, Some("abcd1234efgh5678"));
    let html = page.render().unwrap();
    for words in [
        "Incluzio, buurtteam Sociaal mag van",
        "of u hulp krijgt bij schulden, en sinds wanneer",
        "Vanaf 15 juni 2026 tot 15 juni 2027",
        "dit geldt nu",
        "abcd-1234-efgh-5678",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(
        !html.contains("TRAJECT_LOOPT") && !html.contains("<script"),
        "{html}"
    );
}

#[test]
fn a_page_that_is_shown_again_has_no_code() {
    let html = Page::new(Teksten::of(None).unwrap(), &bewijs(), None)
        .render()
        .unwrap();
    assert!(html.contains("Vraag dan om een nieuw papier") && !html.contains("class=\"code\""));
}

#[test]
fn the_record_has_the_fields_of_the_standard() {
    let json = bewijs().to_json(Teksten::of(None).unwrap()).unwrap();
    let record: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(record["schema_version"], "ISO/IEC TS 27560:2023");
    assert_eq!(record["record_id"], Uuid::from_u128(1).to_string());
    let purpose = &record["pii_processing"][0]["purposes"][0];
    assert_eq!(purpose["purpose_type"], "AFSTEMMING_TRAJECT");
    assert_eq!(purpose["pii_information"][0]["pii_type"], "TRAJECT_LOOPT");
    assert_eq!(purpose["recipient_third_parties"][0], "incluzio");
    // All that the standard asks for is there.
    for field in [
        "purpose",
        "pii_information",
        "pii_controllers",
        "storage_locations",
        "retention_period",
        "jurisdiction",
        "withdrawal_method",
    ] {
        assert!(!purpose[field].is_null(), "{field}");
    }
    assert_eq!(purpose["pii_information"][0]["special_pii_category"], false);
    assert_eq!(
        record["event"][0]["validity_duration"],
        "2026-06-15T10:00:00Z/2027-06-14T22:00:00Z"
    );
    assert_eq!(record["party_identification"].as_array().unwrap().len(), 2);
}

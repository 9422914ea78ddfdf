use std::{sync::Arc, time::Duration};

use reqwest::StatusCode;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::kit::{HUB, INWONER, Processes, REGISTER, SRW};
use crate::{
    clock::SystemClock,
    domain::{Doel, Gegevensgroep, InwonerId, PartijId, Reden, Rol},
    federation::{SubgraphName, http_client},
    publication::InwonerInvoer,
    register::{
        Herspeelvraag, InwonerFault, Register, RegisterError, RegisterLimits, RegisterTokens, RemoteRegister,
        TestNumbers, Trajectmelding, Trajectmeldingen,
    },
    request::{
        authenticate::{Caller, HubTokens, SubgraphTokens},
        decide::{Vraag, Vrager},
    },
};

fn caller(partij: &str, rol: Rol, doel: Doel) -> Caller {
    Caller::for_test(partij, [rol], doel)
}

pub(super) fn begeleider() -> Caller {
    caller(
        "gemeente-utrecht",
        Rol::Trajectbegeleider,
        Doel::UitvoerenVerwijzing,
    )
}

fn inwoner() -> InwonerId {
    InwonerId::new(INWONER).unwrap()
}

fn vraag(bronhouder: &str, groep: Gegevensgroep) -> Vraag {
    Vraag {
        inwoner: inwoner(),
        bronhouder: PartijId::new(bronhouder).unwrap(),
        groep,
    }
}

fn as_subgraph(processes: &Processes) -> RegisterTokens {
    let (key, clock) = (processes.key("srw"), Arc::new(SystemClock));
    RegisterTokens::Subgraph(SubgraphTokens::new(key, SRW, SubgraphName::Srw, clock))
}

fn as_hub(processes: &Processes) -> RegisterTokens {
    RegisterTokens::Hub(HubTokens::new(processes.key("hub"), HUB, Arc::new(SystemClock)))
}

fn remote(processes: &Processes, tokens: RegisterTokens) -> RemoteRegister {
    let limits = RegisterLimits {
        time: Duration::from_secs(10),
        ..RegisterLimits::default()
    };
    let client = http_client(limits.time).unwrap();
    let address = processes.register.url.parse().unwrap();
    RemoteRegister::new(address, REGISTER, client, tokens, limits)
}

#[tokio::test]
async fn decisions_elsewhere_are_the_decisions_here() {
    let processes = Processes::start().await;
    let vragen = vec![
        vraag("u-centraal", Gegevensgroep::SrwStatus),
        vraag("u-centraal", Gegevensgroep::SrwInhoud),
        vraag("u-centraal", Gegevensgroep::SrwContact),
    ];
    for tokens in [as_subgraph(&processes), as_hub(&processes)] {
        let (remote, caller) = (remote(&processes, tokens), begeleider());
        let there = remote
            .evaluate(&caller, &[inwoner()], vragen.clone())
            .await
            .unwrap();
        let here = processes.held.register.as_ref();
        let here = here
            .evaluate(&caller, &[inwoner()], vragen.clone())
            .await
            .unwrap();
        assert_eq!(there.registerversie, here.registerversie);
        assert_eq!(there.inrichting_versie, here.inrichting_versie);
        assert_eq!(there.canonical, here.canonical);
        for (there, here) in there.besluiten.iter().zip(&here.besluiten) {
            assert_eq!(
                (there.vraag(), there.reden(), there.grondslag(), there.tot()),
                (here.vraag(), here.reden(), here.grondslag(), here.tot())
            );
        }
        assert!(there.besluiten[0].is_toegestaan(), "the ground of the referral");
        assert!(!there.besluiten[1].is_toegestaan());
        let nothing = remote.evaluate(&caller, &[inwoner()], vec![]).await.unwrap();
        assert_eq!(nothing.canonical, here.canonical);
    }
}

#[tokio::test]
async fn changes_and_inrichting_elsewhere_are_those_here() {
    let processes = Processes::start().await;
    let here = processes.held.register.as_ref();
    for tokens in [as_subgraph(&processes), as_hub(&processes)] {
        let remote = remote(&processes, tokens);
        for since in [0, 1] {
            assert_eq!(
                remote.changes(since, &[inwoner()]).await.unwrap(),
                here.changes(since, &[inwoner()]).await.unwrap()
            );
        }
        let (first, again) = (
            remote.inrichting().await.unwrap(),
            remote.inrichting().await.unwrap(),
        );
        assert_eq!(first.inrichting, here.inrichting().await.unwrap().inrichting);
        assert!(
            Arc::ptr_eq(&first, &again),
            "the register said that it had not changed"
        );
    }
}

#[tokio::test]
async fn residents_are_named_elsewhere_as_here() {
    let processes = Processes::start().await;
    let remote = remote(&processes, as_subgraph(&processes));
    let bron = caller("u-centraal", Rol::Bronsysteem, Doel::UitvoerenVerwijzing);
    let resolve = |inwoners| remote.resolve(&bron, inwoners, TestNumbers::Known);
    let named = resolve(vec![InwonerInvoer::Id(inwoner())]).await.unwrap();
    assert_eq!(named[0].kept, inwoner());
    let coupled = resolve(vec![
        InwonerInvoer::Id(inwoner()),
        InwonerInvoer::EigenNummer("7".to_owned()),
    ]);
    let faults = match coupled.await {
        Err(RegisterError::Inwoners(faults)) => faults,
        other => panic!("no faults: {other:?}"),
    };
    assert_eq!(faults, [(1, InwonerFault::EigenNummer)]);
    let number = InwonerInvoer::Bsn("999990342".to_owned());
    let refused = resolve(vec![number.clone()]).await;
    assert!(
        matches!(refused, Err(RegisterError::NotBsnGerechtigd)),
        "{refused:?}"
    );
    let gemeente = caller("gemeente-utrecht", Rol::Bronsysteem, Doel::UitvoerenVerwijzing);
    let refused = remote.resolve(&gemeente, vec![number], TestNumbers::Known).await;
    assert!(
        matches!(refused, Err(RegisterError::Unreachable(_))),
        "the municipality has no dossiers at SRW: {refused:?}"
    );
}

#[tokio::test]
async fn what_was_is_told_elsewhere_as_here_and_to_officers_only() {
    let processes = Processes::start().await;
    let here = processes.held.register.as_ref();
    let officer = caller(
        "u-centraal",
        Rol::FunctionarisGegevensbescherming,
        Doel::Verantwoording,
    );
    let then = here.evaluate(&begeleider(), &[inwoner()], vec![]).await.unwrap();
    let asked = |groep| Herspeelvraag {
        vrager: Vrager::from(&begeleider()),
        vraag: vraag("u-centraal", groep),
        registerversie: then.registerversie,
        inrichting: then.inrichting_versie,
        op: then.op,
    };
    let vragen = vec![asked(Gegevensgroep::SrwStatus), asked(Gegevensgroep::SrwInhoud)];
    for tokens in [as_subgraph(&processes), as_hub(&processes)] {
        let remote = remote(&processes, tokens);
        let names = remote.names(&officer, &inwoner()).await.unwrap();
        assert_eq!(names, here.names(&officer, &inwoner()).await.unwrap());
        let replayed = remote.replay(&officer, vragen.clone()).await.unwrap();
        assert_eq!(replayed, here.replay(&officer, vragen.clone()).await.unwrap());
        let redenen: Vec<_> = replayed.into_iter().map(|again| again.unwrap().reden).collect();
        assert_eq!(redenen, [Reden::ToegestaanGrond, Reden::GeenToestemming]);
        let by_worker = remote.names(&begeleider(), &inwoner()).await;
        assert!(
            matches!(by_worker, Err(RegisterError::Unreachable(_))),
            "{by_worker:?}"
        );
        let by_worker = remote.replay(&begeleider(), vragen.clone()).await;
        assert!(
            matches!(by_worker, Err(RegisterError::Unreachable(_))),
            "{by_worker:?}"
        );
    }
    let of_another = vec![asked(Gegevensgroep::TrajectLoopt)];
    let remote = remote(&processes, as_subgraph(&processes));
    let refused = remote.replay(&officer, of_another).await;
    assert!(
        matches!(refused, Err(RegisterError::Unreachable(_))),
        "SRW asks about its own groups: {refused:?}"
    );
    let future = vec![Herspeelvraag {
        registerversie: then.registerversie + 1,
        ..asked(Gegevensgroep::SrwStatus)
    }];
    assert_eq!(remote.replay(&officer, future).await.unwrap(), [None]);
}

fn question(groep: &str, subject: &str) -> Value {
    json!({
        "subject": {"type": "partij", "id": subject, "properties": {
            "rollen": ["TRAJECTBEGELEIDER"], "gebruiker": "m", "client": "app", "issuer": "https://idp.example",
            "doelen": ["UITVOEREN_VERWIJZING"],
        }},
        "action": {"name": "UITVOEREN_VERWIJZING"},
        "resource": {"type": "gegevensgroep", "id": groep, "properties": {
            "inwoner": INWONER, "bronhouder": "u-centraal",
        }},
    })
}

#[tokio::test]
async fn only_who_may_ask_is_told() {
    let processes = Processes::start().await;
    let own = SubgraphTokens::new(
        processes.key("srw"),
        SRW,
        SubgraphName::Srw,
        Arc::new(SystemClock),
    );
    let own = own.mint(REGISTER).unwrap();
    let hub = HubTokens::new(processes.key("hub"), HUB, Arc::new(SystemClock));
    let (itself, for_caller) = (
        hub.mint_own(REGISTER).unwrap(),
        hub.mint_for(&begeleider(), REGISTER).unwrap(),
    );
    let person = processes.token("u-centraal", "SOCIAAL_RAADSLID");
    let status = question("SRW_STATUS", "gemeente-utrecht");
    for (token, body, expected) in [
        (
            own.expose_secret(),
            question("TRAJECT_LOOPT", "gemeente-utrecht"),
            "GROEP_NIET_EIGEN",
        ),
        (person.as_str(), status.clone(), "TOKENSOORT_ONJUIST"),
        (itself.expose_secret(), status.clone(), "GROEP_NIET_EIGEN"),
        (for_caller.expose_secret(), status.clone(), "NAMENS_ONJUIST"),
    ] {
        // Without a list it is one question at either door.
        for path in ["access/v1/evaluation", "access/v1/evaluations"] {
            let (code, answer) = processes.register.post(path, token, &body, &[]).await;
            assert_eq!(code, StatusCode::FORBIDDEN, "{answer}");
            assert_eq!(answer["code"], expected);
        }
    }
    for (path, body) in [
        ("register/v1/wijzigingen", json!({"sinds": 0, "inwoners": []})),
        (
            "register/v1/inwoners",
            json!({"subject": {}, "inwoners": [], "testnummers": "known"}),
        ),
    ] {
        let (code, answer) = processes.register.post(path, &person, &body, &[]).await;
        assert_eq!(
            (code, &answer["code"]),
            (StatusCode::FORBIDDEN, &json!("TOKENSOORT_ONJUIST"))
        );
    }
}

#[tokio::test]
async fn the_register_describes_itself_to_anybody() {
    let processes = Processes::start().await;
    let client = http_client(Duration::from_secs(10)).unwrap();
    let at = format!("{}.well-known/authzen-configuration", processes.register.url);
    let answer = client.get(at).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "application/json");
    let told: Value = answer.json().await.unwrap();
    assert_eq!(told["policy_decision_point"], REGISTER);
    assert_eq!(
        told["access_evaluations_endpoint"],
        format!("{REGISTER}/access/v1/evaluations")
    );
    assert!(told.get("search_subject_endpoint").is_none(), "nobody gets lists");
}

#[tokio::test]
async fn the_standard_is_kept() {
    let processes = Processes::start().await;
    let tokens = SubgraphTokens::new(
        processes.key("srw"),
        SRW,
        SubgraphName::Srw,
        Arc::new(SystemClock),
    );
    let token = tokens.mint(REGISTER).unwrap();
    let ask = |path: &'static str, body: Value| {
        let (processes, token) = (&processes, token.expose_secret());
        async move { processes.register.post(path, token, &body, &[]).await }
    };
    let status = question("SRW_STATUS", "gemeente-utrecht");
    let (code, one) = ask("access/v1/evaluation", status.clone()).await;
    assert_eq!((code, &one["decision"]), (StatusCode::OK, &json!(true)), "{one}");
    assert_eq!(one["context"]["reden"], "TOEGESTAAN_GROND");
    assert!(one["context"]["registerversie"].is_i64());
    let (_, alone) = ask("access/v1/evaluations", status.clone()).await;
    assert_eq!(
        alone["decision"], true,
        "without a list it is one question: {alone}"
    );

    let mut many = status.clone();
    let inhoud = question("SRW_INHOUD", "gemeente-utrecht")["resource"].clone();
    let other = question("SRW_INHOUD", "u-centraal")["subject"].clone();
    many["evaluations"] = json!([{"resource": inhoud}, {}, {"subject": other, "resource": inhoud}]);
    let decisions = |answer: &Value| -> Vec<bool> {
        let list = answer["evaluations"].as_array().unwrap();
        list.iter()
            .map(|one| one["decision"].as_bool().unwrap())
            .collect()
    };
    let (_, all) = ask("access/v1/evaluations", many.clone()).await;
    assert_eq!(decisions(&all), [false, true, true], "{all}");
    for (semantic, expected) in [
        ("deny_on_first_deny", vec![false]),
        ("permit_on_first_permit", vec![false, true]),
    ] {
        many["options"] = json!({"evaluations_semantic": semantic});
        let (_, some) = ask("access/v1/evaluations", many.clone()).await;
        assert_eq!(decisions(&some), expected);
    }
    for broken in [
        json!({}),
        json!([]),
        json!({"subject": {"type": "partij", "id": "999990342"}}),
    ] {
        let (code, answer) = ask("access/v1/evaluations", broken).await;
        assert_eq!(code, StatusCode::BAD_REQUEST);
        assert!(!answer.to_string().contains("999990342"));
    }
}

#[tokio::test]
async fn a_question_that_cannot_be_answered_has_its_own_error_and_the_others_their_answers() {
    let processes = Processes::start().await;
    let clock = Arc::new(SystemClock);
    let tokens = SubgraphTokens::new(processes.key("srw"), SRW, SubgraphName::Srw, clock);
    let token = tokens.mint(REGISTER).unwrap();
    let mut many = question("SRW_STATUS", "gemeente-utrecht");
    let foreign = question("TRAJECT_LOOPT", "gemeente-utrecht")["resource"].clone();
    let unknown = question("999990342", "gemeente-utrecht")["resource"].clone();
    many["evaluations"] = json!([{}, {"resource": unknown}, "niets", {"resource": foreign}, {}]);
    let (code, answer) = processes
        .register
        .post("access/v1/evaluations", token.expose_secret(), &many, &[])
        .await;
    assert_eq!(code, StatusCode::OK, "{answer}");
    let told: Vec<_> = answer["evaluations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["decision"].as_bool().unwrap(),
                one["context"]["error"]["status"].as_u64(),
            )
        })
        .collect();
    let expected = [
        (true, None),
        (false, Some(400)),
        (false, Some(400)),
        (false, Some(403)),
        (true, None),
    ];
    assert_eq!(told, expected, "{answer}");
    assert!(
        !answer.to_string().contains("999990342"),
        "nothing of it is repeated"
    );
    assert_eq!(
        answer["evaluations"][3]["context"]["error"]["code"],
        "GROEP_NIET_EIGEN"
    );
    many["evaluations"] = json!([1]);
    let (code, answer) = processes
        .register
        .post("access/v1/evaluations", token.expose_secret(), &many, &[])
        .await;
    assert_eq!(
        (code, &answer["evaluations"][0]["decision"]),
        (StatusCode::OK, &json!(false)),
        "{answer}"
    );
    assert!(answer["context"]["registerversie"].is_i64());
}

#[tokio::test]
async fn only_who_keeps_trajecten_tells_how_they_stand() {
    let processes = Processes::start().await;
    let told = Trajectmeldingen {
        trajecten: vec![Trajectmelding {
            bronhouder: PartijId::new("gemeente-utrecht").unwrap(),
            traject: uuid::Uuid::nil(),
            inwoner: inwoner(),
            loopt: false,
        }],
        ..Trajectmeldingen::default()
    };
    let refused = remote(&processes, as_subgraph(&processes))
        .hear_of_trajecten(&told)
        .await;
    assert!(
        matches!(refused, Err(RegisterError::Unreachable(_))),
        "{refused:?}"
    );
    // A hub may have the trajecten in its own process, as it has when it holds every subgraph but the register's.
    let heard = remote(&processes, as_hub(&processes))
        .hear_of_trajecten(&told)
        .await;
    assert!(heard.is_ok(), "{heard:?}");
}

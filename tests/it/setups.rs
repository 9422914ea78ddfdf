//! The same question, the same answer in all three set-ups: all in one process, each subgraph a process of its own
//! behind the hub, and a foreign federation router in front of the same subgraphs. The questions stand in
//! `tests/corpus`.

mod ask;
mod compare;
mod corpus;
mod coverage;
mod disclosed;
mod names;
mod steady;
mod streams;

use ask::{Answer, Door};
use compare::Differences;
use corpus::Case;
use disclosed::Disclosed;
use names::Names;
use schakel_tests::{Apart, Records, Together};
use steady::Steady;

const QUERIES: &str = "queries";
const MUTATIONS: &str = "mutations";
/// What the hub refuses as a whole: a foreign router refuses in its own words.
const REFUSALS: &str = "refusals";

#[tokio::test]
async fn queries_are_answered_alike() {
    let records = Records::of_the_demo().await;
    let (together, apart) = (Together::start(&records).await, Apart::start(&records).await);
    let router = apart.behind_a_foreign_router();
    let [one, two, three] = [together.graphql(), apart.graphql(), router.graphql()].map(Door::new);
    let names = Names::learn(&records, &one).await;
    let mut differences = Differences::default();
    let mut disclosed = Disclosed::default();
    for case in corpus::read(QUERIES) {
        for ask in &case.asks {
            let question = ask.question(&case, &names, &records);
            let (one, two, three) =
                tokio::join!(one.ask(&question), two.ask(&question), three.ask(&question));
            disclosed.note(&one);
            differences.compare(&case, ask, &[one, two, three]);
        }
    }
    for case in corpus::read(REFUSALS) {
        for ask in &case.asks {
            let question = ask.question(&case, &names, &records);
            let (one, two) = tokio::join!(one.ask(&question), two.ask(&question));
            differences.compare(&case, ask, &[one, two]);
        }
    }
    differences.none();
    disclosed.assert_all_groups_both_ways();
}

#[tokio::test]
async fn mutations_are_answered_alike() {
    let records = Records::of_the_demo().await;
    let cases = corpus::read(MUTATIONS);
    let together = Together::start(&records).await;
    let one = Door::new(together.graphql());
    let names = Names::learn(&records, &one).await;
    let one = tell(&cases, &one, &names, &records).await;
    drop(together);
    let apart = Apart::start(&records).await;
    let two = tell(&cases, &Door::new(apart.graphql()), &names, &records).await;
    drop(apart);
    // What was published is published: the router begins on another copy.
    let apart = Apart::start(&records).await;
    let router = apart.behind_a_foreign_router();
    let three = tell(&cases, &Door::new(router.graphql()), &names, &records).await;
    let mut differences = Differences::default();
    let asks = cases
        .iter()
        .flat_map(|case| case.asks.iter().map(move |ask| (case, ask)));
    for ((((case, ask), one), two), three) in asks.zip(one).zip(two).zip(three) {
        differences.compare(case, ask, &[one, two, three]);
    }
    differences.none();
}

/// Asks all cases in order, each on what the ones before it left behind. What a set-up draws by itself (ids, codes,
/// moments) is replaced by what it stands for.
async fn tell(cases: &[Case], door: &Door, names: &Names, records: &Records) -> Vec<Answer> {
    let mut names = names.clone();
    let mut steady = Steady::default();
    let mut answers = Vec::new();
    for case in cases {
        for ask in &case.asks {
            let answer = door.ask(&ask.question(case, &names, records)).await;
            for (name, pointer) in &case.keep {
                let kept = answer
                    .kept(pointer)
                    .unwrap_or_else(|| panic!("{}: nothing at `{pointer}`: {answer}", case.name));
                steady.call(&kept, name);
                names.keep(name, kept);
            }
            answers.push(answer.replaced(|text| steady.replace(text)));
        }
    }
    answers
}

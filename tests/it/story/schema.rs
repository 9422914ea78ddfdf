//! The schemas that are checked in are those that the code exports, so that every change of them is seen in review.

use schakel::{
    federation::{SubgraphName, supergraph},
    installation,
};
use schakel_tests::expect_file;

/// `UPDATE=1` writes all five, whichever differ.
#[test]
fn the_sdl_of_every_subgraph_is_checked_in() {
    for name in SubgraphName::ALL {
        let path = format!("api/src/subgraphs/{name}/schema.graphql");
        expect_file(&path, &installation::sdl(*name));
    }
}

#[test]
fn the_supergraph_keeps_to_what_the_planner_is_trusted_with() {
    assert_eq!(supergraph::lint(installation::SUPERGRAPH), [""; 0]);
}

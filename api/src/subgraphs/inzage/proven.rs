use std::collections::HashMap;

use uuid::Uuid;

use super::{reader::LogReader, told::Line, types::Bewijs};
use crate::{
    hex::hex,
    logbook::{Checkpoints, StoredTree, TreeError, merkle::Hash, open},
    subgraphs::common::{ClientError, internal},
};

/// The last checkpoint of a log, and the proofs of lines under it.
#[derive(Default)]
pub(super) struct Proven {
    /// The checkpoint as a signed note.
    pub(super) controlepunt: Option<String>,
    /// The proofs, by the ids of the lines; without those that no checkpoint covers.
    pub(super) bewijzen: HashMap<Uuid, Bewijs>,
}

impl LogReader {
    /// Proves that these lines stand in the log, as far as it is signed for.
    ///
    /// # Errors
    /// The log out of reach, or broken.
    pub(super) async fn prove(&self, lines: &[Line]) -> Result<Proven, ClientError> {
        let Some(last) = Checkpoints::new(self.db.clone()).latest().await? else {
            return Ok(Proven::default());
        };
        let size = last.grootte;
        let numbered: Vec<(i64, &Line)> = lines
            .iter()
            .filter_map(|line| Some((line.row.volgnummer?, line)))
            .filter(|(number, _)| (0..size).contains(number))
            .collect();
        let places: Vec<u64> = numbered.iter().map(|(number, _)| number.unsigned_abs()).collect();
        let tree = StoredTree::new(self.db.clone());
        let proofs = tree
            .inclusions(&places, size.unsigned_abs())
            .await
            .map_err(broken)?;
        let bewijzen = numbered
            .into_iter()
            .zip(proofs)
            .filter_map(|((number, line), proof)| Some((line.row.id, bewijs(number, size, line, &proof)?)))
            .collect();
        Ok(Proven {
            controlepunt: Some(last.nota),
            bewijzen,
        })
    }
}

fn bewijs(volgnummer: i64, omvang: i64, line: &Line, proof: &[Hash]) -> Option<Bewijs> {
    let row = &line.row;
    let opening = open(row, &line.uitkomsten)?;
    Some(Bewijs {
        volgnummer,
        omvang,
        rollen: row.rollen.clone(),
        doel: row.doel.clone(),
        client: row.client.clone(),
        issuer: row.issuer.clone(),
        inrichting: row.inrichting,
        toelichting: row.toelichting.clone(),
        inwoner: row.inwoner.as_str().into(),
        zout: hex(&opening.zout),
        overig: hex(&opening.overig),
        pad: proof.iter().map(ToString::to_string).collect(),
    })
}

fn broken(error: TreeError) -> ClientError {
    internal(error)
}

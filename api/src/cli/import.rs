use std::{fs::File, io::BufReader, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::{say, target::Target};
use crate::{
    clock::SystemClock,
    domain::{PartijId, RecordSoort},
    federation::SubgraphName,
    import::{
        Buurtteam, Ddas, Ended, ImportOptions, ImportResult, ImportTarget, Intake, PartijTarget, Progress,
        RecordReader, Srw, Target as To, ddas::DdasReader, ndjson::NdjsonReader, run,
    },
    installation::open_parts,
    register::TestNumbers,
    request::authenticate::Caller,
    subgraphs::common::Parts,
};

/// Brings in a party's records. Exit code 0: all in; 1: some rejected; 2: nothing could be read.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// What the file holds.
    kind: Kind,
    /// The file.
    file: PathBuf,
    /// The party whose records they are.
    #[arg(long, value_name = "ID")]
    partij: String,
    /// Reads numbers that fail the elfproef as labelled test data.
    #[arg(long)]
    sta_test_bsn_toe: bool,
    #[command(flatten)]
    target: Target,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// A DDAS v1.0 delivery.
    Ddas,
    /// Dossiers of the sociaal raadslieden, one JSON object a line.
    Srw,
    /// Dossiers of a buurtteam, one JSON object a line.
    Buurtteam,
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let shown = self.file.display().to_string();
        let file = File::open(&self.file).with_context(|| format!("`{shown}` cannot be opened"))?;
        let bytes = file.metadata()?.len();
        let (options, test) = if self.sta_test_bsn_toe {
            (
                ImportOptions {
                    sta_test_bsn_toe: true,
                },
                TestNumbers::Accept,
            )
        } else {
            (ImportOptions::default(), TestNumbers::Known)
        };
        let partij = PartijId::new(self.partij.as_str())?;
        let (soort, subgraph) = match self.kind {
            Kind::Ddas => (RecordSoort::Traject, SubgraphName::Trajectbegeleiding),
            Kind::Srw => (RecordSoort::SrwDossier, SubgraphName::Srw),
            Kind::Buurtteam => (RecordSoort::BuurtteamDossier, SubgraphName::Buurtteam),
        };
        let parts = open_parts(&self.target.config()?, subgraph, Arc::new(SystemClock)).await?;
        let to = party_target(parts, partij, soort, test).await?;
        let file = BufReader::new(file);
        let result = match self.kind {
            Kind::Ddas => match DdasReader::open(file, options) {
                Ok(reader) => into::<Ddas, _>(reader, to, bytes).await,
                Err(error) => bail!("`{shown}`: {error}"),
            },
            Kind::Srw => into::<Srw, _>(NdjsonReader::new(file, options), to, bytes).await,
            Kind::Buurtteam => into::<Buurtteam, _>(NdjsonReader::new(file, options), to, bytes).await,
        };
        Ok(report(&result))
    }
}

async fn party_target(
    parts: Parts,
    partij: PartijId,
    soort: RecordSoort,
    test: TestNumbers,
) -> anyhow::Result<PartijTarget> {
    let ingericht = parts.register.inrichting().await?;
    let holds = ingericht
        .inrichting
        .find_partij(&partij)
        .map(|found| found.houdt(soort));
    match holds {
        None => bail!("there is no partij `{partij}`"),
        Some(false) => bail!("`{partij}` owns no {soort}"),
        Some(true) => {}
    }
    Ok(PartijTarget {
        caller: Caller::operator(partij),
        register: parts.register,
        db: parts.db,
        clock: parts.clock,
        test,
    })
}

async fn into<I: Intake, R: RecordReader<Record = I::Record>>(
    reader: R,
    to: PartijTarget,
    bytes: u64,
) -> ImportResult
where
    To<I>: ImportTarget<Record = I::Record>,
{
    let mut progress = Progress::new(bytes, std::io::stderr());
    let result = run(reader, &To::<I>::new(to), &mut progress).await;
    progress.finish();
    result
}

fn report(result: &ImportResult) -> ExitCode {
    let counts = &result.report;
    let mut out = std::io::stdout();
    say(
        &mut out,
        format_args!(
            "gelezen {}, nieuw {}, bijgewerkt {}, ongewijzigd {}, verouderd {}, afgewezen {}, waarschuwingen {}\n",
            counts.gelezen,
            counts.nieuw,
            counts.bijgewerkt,
            counts.ongewijzigd,
            counts.verouderd,
            counts.afgewezen,
            counts.waarschuwingen,
        ),
    );
    match &result.ended {
        Ended::Complete => {}
        Ended::FileBroken(error) => say(&mut std::io::stderr(), format_args!("schakel: {error}\n")),
        Ended::TargetFailed(error) => say(&mut std::io::stderr(), format_args!("schakel: {error:#}\n")),
    }
    ExitCode::from(result.exit_code())
}

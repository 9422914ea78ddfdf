use std::{fs::File, io::BufReader, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::{say, target::Target};
use crate::{
    clock::SystemClock,
    config::Config,
    domain::{PartijId, RecordSoort},
    federation::SubgraphName,
    import::{
        Buurtteam, Ddas, Ended, ImportOptions, ImportResult, ImportTarget, PartijTarget, Progress,
        RecordReader, Srw, Target as To, ddas::DdasReader, ndjson::NdjsonReader, run,
        toestemmingen::ToestemmingenTarget,
    },
    installation::{open_held, open_parts},
    register::{Register, TestNumbers},
    request::authenticate::Caller,
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
    /// Consents that were recorded elsewhere, one JSON object a line.
    Toestemmingen,
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
        let config = self.target.config()?;
        let file = BufReader::new(file);
        let to = async |soort, subgraph| party_target(&config, partij.clone(), soort, subgraph, test).await;
        let result = match self.kind {
            Kind::Ddas => {
                let to = to(RecordSoort::Traject, SubgraphName::Trajectbegeleiding).await?;
                match DdasReader::open(file, options) {
                    Ok(reader) => observed(reader, &To::<Ddas>::new(to), bytes).await,
                    Err(error) => bail!("`{shown}`: {error}"),
                }
            }
            Kind::Srw => {
                let to = to(RecordSoort::SrwDossier, SubgraphName::Srw).await?;
                observed(NdjsonReader::new(file, options), &To::<Srw>::new(to), bytes).await
            }
            Kind::Buurtteam => {
                let to = to(RecordSoort::BuurtteamDossier, SubgraphName::Buurtteam).await?;
                observed(NdjsonReader::new(file, options), &To::<Buurtteam>::new(to), bytes).await
            }
            Kind::Toestemmingen => {
                let to = consent_target(&config, partij.clone(), test).await?;
                observed(NdjsonReader::new(file, options), &to, bytes).await
            }
        };
        Ok(report(&result))
    }
}

async fn party_target(
    config: &Config,
    partij: PartijId,
    soort: RecordSoort,
    subgraph: SubgraphName,
    test: TestNumbers,
) -> anyhow::Result<PartijTarget> {
    let parts = open_parts(config, subgraph, Arc::new(SystemClock)).await?;
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

async fn consent_target(
    config: &Config,
    partij: PartijId,
    test: TestNumbers,
) -> anyhow::Result<ToestemmingenTarget> {
    let held = open_held(config, Arc::new(SystemClock)).await?;
    let ingericht = held.register.inrichting().await?;
    if ingericht.inrichting.find_partij(&partij).is_none() {
        bail!("there is no partij `{partij}`");
    }
    Ok(ToestemmingenTarget {
        caller: Caller::consent_operator(partij),
        register: Arc::clone(&held.register),
        test,
    })
}

async fn observed<R: RecordReader>(
    reader: R,
    to: &impl ImportTarget<Record = R::Record>,
    bytes: u64,
) -> ImportResult {
    let mut progress = Progress::new(bytes, std::io::stderr());
    let result = run(reader, to, &mut progress).await;
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
    if counts.ongespecificeerd > 0 {
        let count = counts.ongespecificeerd;
        say(&mut out, format_args!("hulpvraag ONGESPECIFICEERD {count}\n"));
    }
    match &result.ended {
        Ended::Complete => {}
        Ended::FileBroken(error) => say(&mut std::io::stderr(), format_args!("schakel: {error}\n")),
        Ended::TargetFailed(error) => say(&mut std::io::stderr(), format_args!("schakel: {error:#}\n")),
    }
    ExitCode::from(result.exit_code())
}

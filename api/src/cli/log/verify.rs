use std::{
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use clap::Args;

use crate::{
    cli::{say, schemas::subgraph_name, target::CONFIG_FILE},
    clock::{Clock, SystemClock},
    config::{Config, ConfigError},
    federation::SubgraphName,
    installation::open_database,
    logbook::{
        note::Verifier,
        verify::{Keeping, Report, audit_export, audit_inzage, audit_stored},
    },
};

/// Checks a log.
#[derive(Debug, Args)]
pub(in crate::cli) struct Verify {
    #[command(flatten)]
    what: What,
    /// Only the log of this subgraph, of an installation; without it, of all that are there.
    #[arg(long, value_name = "NAME", value_parser = subgraph_name, conflicts_with_all = ["export", "inzage"])]
    subgraph: Option<SubgraphName>,
    /// A checkpoint that another party fetched and kept; may be repeated. It must stand under the log.
    #[arg(long = "checkpoint", value_name = "FILE")]
    checkpoints: Vec<PathBuf>,
    /// A key by which checkpoints are checked (`name+id+key`, as the log's door `sleutels` tells it); may be
    /// repeated. Without it, those of the configuration, or those that the export names itself.
    #[arg(long = "sleutel", value_name = "KEY")]
    keys: Vec<Verifier>,
    /// For how many days at the least what leads to a person is kept: what was erased sooner is a fault. Without it, as long as
    /// the configuration says now; of an export it is not known.
    #[arg(long = "bewaar-dagen", value_name = "DAYS", conflicts_with = "inzage")]
    days: Option<u32>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct What {
    /// An export for checking (`schakel log export --soort bewijs`).
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// The file of who saw what of a resident (`/inzage/v1/overzicht`), with `--sleutel` for each log in it.
    #[arg(long, value_name = "FILE")]
    inzage: Option<PathBuf>,
    /// The configuration file of an installation.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder of an embedded installation.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Verify {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let held: Vec<String> = self
            .checkpoints
            .iter()
            .map(|path| {
                std::fs::read_to_string(path).with_context(|| format!("`{}` cannot be read", path.display()))
            })
            .collect::<Result<_, _>>()?;
        let is_sound = match (&self.what.export, &self.what.inzage) {
            (Some(file), _) => self.check_export(file, &held)?,
            (None, Some(file)) => self.check_inzage(file)?,
            (None, None) => self.check_installation(&held).await?,
        };
        Ok(ExitCode::from(u8::from(!is_sound)))
    }

    fn check_export(&self, path: &Path, held: &[String]) -> anyhow::Result<bool> {
        let shown = path.display();
        let file = File::open(path).with_context(|| format!("`{shown}` cannot be opened"))?;
        let (head, report) = audit_export(
            BufReader::new(file),
            &self.keys,
            held,
            self.days.map_or(Keeping::Unknown, |days| {
                Keeping::configured(Some(days), SystemClock.now())
            }),
        )
        .with_context(|| format!("`{shown}`"))?;
        if self.keys.is_empty() {
            let note = "the keys are those that the export names itself: give the log's with `--sleutel`";
            say(&mut std::io::stderr(), format_args!("schakel: {note}\n"));
        }
        Ok(tell(&head.oorsprong, &report))
    }

    fn check_inzage(&self, path: &Path) -> anyhow::Result<bool> {
        let shown = path.display();
        let file = std::fs::read_to_string(path).with_context(|| format!("`{shown}` cannot be read"))?;
        let report = audit_inzage(&file, &self.keys).with_context(|| format!("`{shown}`"))?;
        let mut out = std::io::stdout();
        say(
            &mut out,
            format_args!(
                "{shown}\n  lines                    {}\n  proven                   {}\n  not yet covered          {}\n  \
                 faults                   {}\n",
                report.lines,
                report.proven,
                report.unsigned,
                report.faults.len(),
            ),
        );
        let proven = "proven is when, by which party, in which role and for what, of whom, and which groups on which ground";
        say(&mut out, format_args!("  {proven}\n"));
        for id in &report.other_ids {
            let ask = "ask the register whether that is the same resident";
            say(
                &mut out,
                format_args!("  - lines are proven under the id `{id}`: {ask}\n"),
            );
        }
        for logboek in &report.missing {
            say(
                &mut out,
                format_args!("  - the log `{logboek}` could not be read whole when the file was made\n"),
            );
        }
        for fault in &report.faults {
            say(&mut out, format_args!("  - {fault}\n"));
        }
        Ok(report.faults.is_empty())
    }

    async fn check_installation(&self, held: &[String]) -> anyhow::Result<bool> {
        let folder = self.what.data.as_ref().map(|folder| folder.join(CONFIG_FILE));
        let config = Config::read(&self.what.config.clone().or(folder).unwrap_or_default())?;
        let missing =
            || ConfigError::Setting("`log` is missing: it names the logs and their keys".to_owned());
        let settings = config.log.as_ref().ok_or_else(missing)?;
        let names = match self.subgraph {
            Some(name) => vec![name],
            None => config.subgraphs.here().collect(),
        };
        let mut is_sound = true;
        for name in names {
            let origin = settings.origin(name.word());
            let keys = match self.keys.as_slice() {
                [] => settings.read_sleutels()?.verifiers(&origin)?,
                keys => keys.to_vec(),
            };
            let db = open_database(&config, name).await?;
            // One file may hold the checkpoint of each of several logs.
            let of_this_log: Vec<_> = held
                .iter()
                .filter(|note| self.subgraph.is_some() || note.lines().next() == Some(origin.as_str()))
                .cloned()
                .collect();
            let keeping = Keeping::configured(self.days.or(settings.bewaar_dagen), SystemClock.now());
            let report = audit_stored(&db, &origin, &keys, &of_this_log, keeping)
                .await
                .with_context(|| format!("the log `{origin}` cannot be read"))?;
            is_sound &= tell(&origin, &report);
        }
        Ok(is_sound)
    }
}

/// Prints what was found; whether the log is sound.
fn tell(origin: &str, report: &Report) -> bool {
    let mut out = std::io::stdout();
    let covers = |checkpoint: Option<&crate::logbook::note::Checkpoint>| {
        checkpoint.map_or_else(
            || "none".to_owned(),
            |checkpoint| format!("{} lines, root {}", checkpoint.size, checkpoint.root),
        )
    };
    say(
        &mut out,
        format_args!(
            "{origin}\n  lines                    {}\n  erased                   {}\n  last checkpoint          {}\n  \
             not yet covered          {}\n  last checkpoint held     {}\n  covered by nobody else   {}\n  faults                   {}\n",
            report.lines,
            report.erased,
            covers(report.own.as_ref()),
            report.uncovered(),
            covers(report.held.as_ref()),
            report.unwitnessed(),
            report.faults.len(),
        ),
    );
    for fault in &report.faults {
        say(&mut out, format_args!("  - {fault}\n"));
    }
    report.faults.is_empty()
}

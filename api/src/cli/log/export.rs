use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, ValueEnum};
use reqwest::Url;

use crate::{
    cli::{say, schemas::subgraph_name, target::Target},
    clock::{Clock, SystemClock},
    config::ConfigError,
    domain::PartijId,
    federation::{SubgraphName, http_client},
    installation::open_database,
    logbook::{
        Notary,
        export::{Pages, Period, write_proof, write_row},
        render::{Form, to_otlp},
    },
    request::{NietGedeeld, RequestContext, TraceId, authenticate::Caller, log::DisclosureLog},
};

/// Writes the lines of a log, or sends them. Exit code 0: all of them; 2: not all, or none.
#[derive(Debug, Args)]
pub(in crate::cli) struct Export {
    /// Whose log.
    #[arg(long, value_name = "NAME", value_parser = subgraph_name)]
    subgraph: SubgraphName,
    /// In which form.
    #[arg(long)]
    soort: Kind,
    /// On whose behalf: the party is named in the line about this reading.
    #[arg(long, value_name = "ID")]
    partij: String,
    /// From this moment on (UTC): `2026-07-01` or `2026-07-01T12:00:00Z`.
    #[arg(long, value_parser = moment)]
    van: Option<DateTime<Utc>>,
    /// Before this moment (UTC).
    #[arg(long, value_parser = moment)]
    tot: Option<DateTime<Utc>>,
    /// The file, one JSON object a line.
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "otlp",
        conflicts_with = "otlp"
    )]
    uit: Option<PathBuf>,
    /// An OpenTelemetry collector, to which they are sent as logs (OTLP over HTTP, JSON): its address without
    /// `/v1/logs`.
    #[arg(long, value_name = "URL")]
    otlp: Option<Url>,
    #[command(flatten)]
    target: Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Authorization Decision Log (Logius).
    Beslislog,
    /// Logboek dataverwerkingen (Logius): no employees.
    Ldv,
    /// Access log by NEN 7513.
    Nen7513,
    /// The whole log as it is, with salts and checkpoints, for `schakel log verify --export`.
    Bewijs,
}

impl Kind {
    fn word(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }

    fn form(self) -> Option<Form> {
        match self {
            Self::Beslislog => Some(Form::Beslislog),
            Self::Ldv => Some(Form::Dataverwerkingen),
            Self::Nen7513 => Some(Form::Toegangslog),
            Self::Bewijs => None,
        }
    }
}

fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    let day = text
        .parse::<NaiveDate>()
        .ok()
        .and_then(|day| day.and_hms_opt(0, 0, 0));
    let moment = day.map(|moment| moment.and_utc()).or_else(|| text.parse().ok());
    moment.ok_or_else(|| "expected a day or a moment, as 2026-07-01 or 2026-07-01T12:00:00Z".to_owned())
}

impl Export {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let form = self.soort.form();
        if form.is_none() && (self.otlp.is_some() || self.van.is_some() || self.tot.is_some()) {
            bail!("an export for checking is the whole log, in a file");
        }
        let notary = self.open().await?;
        self.note_reading(&notary).await?;
        let lines = match (form, &self.uit, &self.otlp) {
            (Some(form), Some(file), _) => self.write(&notary, form, file).await?,
            (Some(form), None, Some(collector)) => self.send(&notary, form, collector).await?,
            (None, Some(file), _) => {
                let (mut draft, beside) = draft(file)?;
                let lines = write_proof(&notary, &mut draft).await?;
                finish(draft, &beside, file)?;
                lines
            }
            (_, None, None) | (None, None, _) => bail!("nobody says where to"),
        };
        say(&mut std::io::stdout(), format_args!("{lines} lines\n"));
        Ok(ExitCode::SUCCESS)
    }

    async fn open(&self) -> anyhow::Result<Notary> {
        let config = self.target.config()?;
        let missing =
            || ConfigError::Setting("`log` is missing: it names the logs and their keys".to_owned());
        let settings = config.log.as_ref().ok_or_else(missing)?;
        let db = open_database(&config, self.subgraph).await?;
        let origin = settings.origin(self.subgraph.word());
        let keys = Arc::new(settings.read_sleutels()?);
        Ok(Notary::new(db, origin, keys, Arc::new(SystemClock))?)
    }

    /// Reading the log is logged, before anything is shown of it.
    async fn note_reading(&self, notary: &Notary) -> anyhow::Result<()> {
        let context = RequestContext {
            caller: Caller::reader(PartijId::new(self.partij.as_str())?),
            trace_id: TraceId::begin(),
            minimale_registerversie: None,
            niet_gedeeld: NietGedeeld::default(),
        };
        let told =
            |moment: Option<DateTime<Utc>>| moment.map(|moment| moment.to_rfc3339()).unwrap_or_default();
        let what = format!("{} {}/{}", self.soort.word(), told(self.van), told(self.tot));
        let log = DisclosureLog::new(notary.tree().database().clone());
        Ok(log.note_export(&context, SystemClock.now(), &what).await?)
    }

    fn period(&self) -> Period {
        Period {
            from: self.van,
            to: self.tot,
        }
    }

    async fn write(&self, notary: &Notary, form: Form, file: &Path) -> anyhow::Result<u64> {
        let (mut draft, beside) = draft(file)?;
        let (mut pages, mut count) = (Pages::of(notary.tree().database(), self.period()), 0);
        while let Some(lines) = pages.next_in(form, notary.origin()).await? {
            for line in lines {
                write_row(&mut draft, &line)?;
                count += 1;
            }
        }
        finish(draft, &beside, file)?;
        Ok(count)
    }

    async fn send(&self, notary: &Notary, form: Form, collector: &Url) -> anyhow::Result<u64> {
        let address = format!("{}/v1/logs", collector.as_str().trim_end_matches('/'));
        let client = http_client(Duration::from_secs(30))?;
        let (mut pages, mut count) = (Pages::of(notary.tree().database(), self.period()), 0);
        while let Some(lines) = pages.next_in(form, notary.origin()).await? {
            if lines.is_empty() {
                continue;
            }
            let request = client.post(&address).json(&to_otlp(&lines, form.standard()));
            let response = request.send().await.context("the collector does not answer")?;
            let status = response.status();
            if !status.is_success() {
                bail!("the collector took {count} lines and then answered {status}");
            }
            count += lines.len() as u64;
        }
        Ok(count)
    }
}

/// A file beside the one that is asked for, so that a half export is never taken for a whole one.
fn draft(file: &Path) -> anyhow::Result<(BufWriter<File>, PathBuf)> {
    use std::os::unix::fs::OpenOptionsExt;
    let beside = file.with_extension("deel");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let opened = options.open(&beside);
    let opened = opened.with_context(|| format!("`{}` cannot be written", beside.display()))?;
    Ok((BufWriter::new(opened), beside))
}

fn finish(mut draft: BufWriter<File>, beside: &Path, file: &Path) -> anyhow::Result<()> {
    draft.flush()?;
    draft.get_ref().sync_all()?;
    fs::rename(beside, file).with_context(|| format!("`{}` cannot be written", file.display()))
}

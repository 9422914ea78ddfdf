use std::{
    fs::{self, File},
    io::{BufReader, BufWriter},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context, bail};
use chrono::{Datelike, NaiveDate};
use clap::{Args, ValueEnum};

use super::{say, target::Target};
use crate::{
    clock::{SystemClock, day_in_amsterdam},
    domain::{Partij, PartijId, RecordSoort},
    export::ddas::{self, Header, Personen, Written},
    federation::SubgraphName,
    import::ImportOptions,
    installation::open_parts,
    request::{NietGedeeld, RequestContext, TraceId, authenticate::Caller, log::DisclosureLog},
    subgraphs::common::Parts,
};

/// Writes a delivery of a party's own records. What the form has no place for is listed.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The form of the delivery.
    kind: Kind,
    /// The party whose records they are.
    #[arg(long, value_name = "ID")]
    partij: String,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    uit: PathBuf,
    /// The code under which the party delivers (`codeGegevensleverancier`).
    #[arg(long, value_name = "CODE")]
    leverancier: String,
    /// The party's own file of who the clients are, one JSON object a line: used, and not kept. Without it the delivery has
    /// no clients.
    #[arg(long, value_name = "FILE")]
    personen: Option<PathBuf>,
    /// The first day of the period; 1 January without.
    #[arg(long, value_name = "DATUM")]
    van: Option<NaiveDate>,
    /// The last day of the period; today without.
    #[arg(long, value_name = "DATUM")]
    tot: Option<NaiveDate>,
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
}

impl Export {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let Kind::Ddas = self.kind;
        let config = self.target.config()?;
        let parts = open_parts(&config, SubgraphName::Trajectbegeleiding, Arc::new(SystemClock)).await?;
        let partij = self.own_partij(&parts).await?;
        let header = self.header(&parts)?;
        let caller = Caller::operator(partij.id.clone());
        note_delivery(&parts, caller.clone(), &header).await?;
        let personen = self.read_personen(&parts, &caller).await?;
        let beside = self.uit.with_extension("deel");
        let mut out = BufWriter::new(create(&beside)?);
        let written = ddas::write(&mut out, &parts.db, &partij, &header, &personen).await?;
        out.get_ref().sync_all()?;
        let shown = self.uit.display();
        fs::rename(&beside, &self.uit).with_context(|| format!("`{shown}` cannot be written"))?;
        report(&written, &personen);
        Ok(ExitCode::SUCCESS)
    }

    async fn own_partij(&self, parts: &Parts) -> anyhow::Result<Partij> {
        let id = PartijId::new(self.partij.as_str())?;
        let ingericht = parts.register.inrichting().await?;
        match ingericht.inrichting.find_partij(&id) {
            None => bail!("there is no partij `{id}`"),
            Some(partij) if !partij.houdt(RecordSoort::Traject) => {
                bail!("`{id}` owns no {}", RecordSoort::Traject)
            }
            Some(partij) => Ok(partij.clone()),
        }
    }

    fn header(&self, parts: &Parts) -> anyhow::Result<Header> {
        let op = parts.clock.now();
        let today = day_in_amsterdam(op);
        let first = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
        let (van, tot) = (self.van.unwrap_or(first), self.tot.unwrap_or(today));
        if tot < van {
            bail!("the period ends before it starts");
        }
        Ok(Header {
            op,
            van,
            tot,
            leverancier: self.leverancier.clone(),
        })
    }

    async fn read_personen(&self, parts: &Parts, caller: &Caller) -> anyhow::Result<Personen> {
        let Some(path) = &self.personen else {
            return Ok(Personen::default());
        };
        let shown = path.display();
        let file = File::open(path).with_context(|| format!("`{shown}` cannot be opened"))?;
        let options = ImportOptions {
            sta_test_bsn_toe: self.sta_test_bsn_toe,
        };
        let read = Personen::read(BufReader::new(file), &*parts.register, caller, options).await;
        read.with_context(|| format!("`{shown}`"))
    }
}

/// That records were taken out is written down before any of them is.
async fn note_delivery(parts: &Parts, caller: Caller, header: &Header) -> anyhow::Result<()> {
    let context = RequestContext {
        caller,
        trace_id: TraceId::begin(),
        minimale_registerversie: None,
        niet_gedeeld: NietGedeeld::default(),
    };
    let what = format!("levering ddas {}/{}", header.van, header.tot);
    let log = DisclosureLog::new(parts.db.clone());
    Ok(log.note_export(&context, header.op, &what).await?)
}

/// A file beside the one that is asked for, so that a half delivery is never taken for a whole one; only its owner reads it.
fn create(beside: &Path) -> anyhow::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let opened = options.open(beside);
    opened.with_context(|| format!("`{}` cannot be written", beside.display()))
}

fn report(written: &Written, personen: &Personen) {
    let mut out = std::io::stdout();
    let Written {
        trajecten,
        without_clients,
        unmapped,
    } = written;
    say(
        &mut out,
        format_args!("trajecten {trajecten}, zonder cliënten {without_clients}\n"),
    );
    for line in personen.unbound() {
        say(
            &mut out,
            format_args!("regel {line} van de personen: eigenNummer is niet gekoppeld\n"),
        );
    }
    for (field, count) in unmapped.counts() {
        say(
            &mut out,
            format_args!("niet in DDAS v1.0: {field}, in {count} trajecten\n"),
        );
    }
}

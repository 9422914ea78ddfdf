use std::{collections::HashMap, process::ExitCode, sync::Arc};

use clap::Args;

use super::{say, target::Target};
use crate::{
    clock::SystemClock,
    federation::SubgraphName,
    installation::{Retention, open_parts},
    subgraphs::bewaren::Vooruitblik,
};

/// Lists how many records are kept until when, in the databases here, by the terms of the present inrichting. It names
/// nobody and erases nothing: `schakel serve` does that, once an hour.
#[derive(Debug, Args)]
pub(super) struct Bewaartermijnen {
    #[command(flatten)]
    target: Target,
}

impl Bewaartermijnen {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let config = self.target.config()?;
        let mut parts = HashMap::new();
        for name in SubgraphName::ALL {
            if name.keeps_records() && config.subgraphs.is_here(*name) {
                parts.insert(*name, open_parts(&config, *name, Arc::new(SystemClock)).await?);
            }
        }
        for told in Retention::open(&parts).look_ahead().await? {
            say(&mut std::io::stdout(), format_args!("{}", shown(&told)));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn shown(told: &Vooruitblik) -> String {
    let Vooruitblik {
        bronhouder,
        naam,
        beeindigd,
        ..
    } = told;
    let Some(termijn) = &told.termijn else {
        return format!("{bronhouder} {naam}: geen bewaartermijn, beëindigd {beeindigd}\n");
    };
    let (duur, grondslag) = (termijn.duur, &termijn.grondslag);
    let mut lines = format!(
        "{bronhouder} {naam}: {} {} na het einde ({grondslag}), beëindigd {beeindigd}\n  nu {}\n",
        duur.aantal, duur.eenheid, told.nu
    );
    for ((year, month), count) in &told.later {
        lines.push_str(&format!("  {year}-{month:02} {count}\n"));
    }
    lines
}

use std::io::Write;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Finding, ImportObserver, Rejection};

/// Shows a person how far an import is, and writes each rejection and warning as it comes. The bar is
/// hidden where standard error is no terminal.
pub struct Progress<W> {
    bar: ProgressBar,
    lines: W,
}

impl<W: Write + Send> Progress<W> {
    /// Starts a bar over this many bytes; the lines go to the writer.
    pub fn new(bytes: u64, lines: W) -> Self {
        // Indicatif draws nothing on a standard error that is no terminal.
        Self::on(ProgressDrawTarget::stderr(), bytes, lines)
    }

    fn on(target: ProgressDrawTarget, bytes: u64, lines: W) -> Self {
        let bar = ProgressBar::with_draw_target(Some(bytes), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {eta}") {
            bar.set_style(style);
        }
        Self { bar, lines }
    }

    /// Takes the bar away and gives the writer back.
    pub fn finish(self) -> W {
        self.bar.finish_and_clear();
        self.lines
    }

    /// Writes above the bar. A reader that hung up (`| head`) doesn't stop an import.
    fn write(&mut self, kind: &str, findings: &[Finding]) {
        let lines = &mut self.lines;
        self.bar.suspend(|| {
            for finding in findings {
                if writeln!(lines, "{kind} {finding}").is_err() {
                    break;
                }
            }
        });
    }
}

impl<W: Write + Send> ImportObserver for Progress<W> {
    fn progressed(&mut self, bytes: u64) {
        self.bar.set_position(bytes);
    }

    fn rejected(&mut self, rejection: &Rejection) {
        self.write("afgewezen", &rejection.reasons);
    }

    fn warned(&mut self, warning: &Finding) {
        self.write("let op", std::slice::from_ref(warning));
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Finding, ImportObserver, Place, Rejection},
        *,
    };

    #[test]
    fn every_reason_is_a_line() {
        let place = Place::Pointer("/leveringen/0/schuldhulptrajecten/3".to_owned());
        let finding = |sentence: &str| Finding {
            place: place.clone(),
            sentence: sentence.to_owned(),
        };
        let mut progress = Progress::on(ProgressDrawTarget::hidden(), 100, Vec::new());
        progress.rejected(&Rejection {
            place: place.clone(),
            reasons: vec![finding("ontbreekt"), finding("is leeg")],
        });
        progress.warned(&finding("leeg gelezen"));
        progress.progressed(50);
        let lines = String::from_utf8(progress.finish()).unwrap();
        assert_eq!(
            lines,
            "afgewezen /leveringen/0/schuldhulptrajecten/3: ontbreekt\n\
             afgewezen /leveringen/0/schuldhulptrajecten/3: is leeg\n\
             let op /leveringen/0/schuldhulptrajecten/3: leeg gelezen\n"
        );
    }
}

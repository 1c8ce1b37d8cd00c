//! Where the command speaks: standard output and error, the language, and whether colours are welcome.

use super::ci;
use super::failure::Failure;
use crate::base::{Lang, Message};
use miette::{GraphicalReportHandler, GraphicalTheme};
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

/// `--lang`
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LangArg {
    /// 中文
    Zh,
    /// English
    En,
}

/// `--color`
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorArg {
    /// 在终端上才有 · on a terminal
    Auto,
    /// 总是 · always
    Always,
    /// 从不 · never
    Never,
}

/// Where the command speaks.
pub(crate) struct Console {
    /// The language of the person.
    pub(crate) lang: Lang,
    /// Standard output is a terminal.
    pub(crate) terminal: bool,
    color: bool,
    out: BufWriter<Stdout>,
}

impl Console {
    /// Standard output, in the language asked for or that of the environment.
    pub(crate) fn new(lang: Option<LangArg>, color: ColorArg) -> Self {
        let lang = match lang {
            Some(LangArg::Zh) => Lang::Zh,
            Some(LangArg::En) => Lang::En,
            None => environment(),
        };
        let terminal = io::stdout().is_terminal();
        let color = match color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => terminal && !ci::runs() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
        };
        Self { lang, terminal, color, out: BufWriter::new(io::stdout()) }
    }

    /// Whether something may move on the screen.
    pub(crate) fn moves(&self) -> bool {
        self.terminal && !ci::runs()
    }

    /// One of two texts.
    pub(crate) fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Prints text as it is.
    pub(crate) fn print(&mut self, text: &str) -> Result<(), Failure> {
        Ok(self.out.write_all(text.as_bytes())?)
    }

    /// Prints bytes.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(self.out.write_all(bytes)?)
    }

    /// Prints a line.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{text}")?)
    }

    /// Hands everything over.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// Says on standard error why the work could not be done; where even that fails there is nobody to tell.
    pub(crate) fn complain(&mut self, message: &Message) {
        let _ = self.out.flush();
        let head = self.say("错误", "error");
        let _ = writeln!(io::stderr(), "{head}: {}", message.get(self.lang));
    }

    /// A remark on standard error, where it does not disturb what is printed for machines.
    pub(crate) fn note(&mut self, text: &str) {
        let _ = self.out.flush();
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// How findings are drawn.
    pub(crate) fn handler(&self) -> GraphicalReportHandler {
        let theme = if self.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        GraphicalReportHandler::new_themed(theme).with_width(self.width()).with_links(false).with_break_words(true)
    }

    /// How findings are drawn into a file.
    pub(crate) fn plain_handler() -> GraphicalReportHandler {
        GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(120).with_links(false).with_break_words(true)
    }

    /// Emphasis on a terminal, nothing elsewhere.
    pub(crate) fn paint(&self, style: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// Columns of the terminal, 120 elsewhere.
    pub(crate) fn width(&self) -> usize {
        match crossterm::terminal::size() {
            Ok((columns, _)) if self.terminal => usize::from(columns).clamp(40, 160),
            _ => 120,
        }
    }
}

/// Chinese unless the environment names another language.
fn environment() -> Lang {
    let set = |name| std::env::var(name).ok().filter(|v| !v.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).unwrap_or_default();
    let language = locale.split(['_', '.', '-', '@']).next().unwrap_or_default();
    if matches!(language, "" | "C" | "POSIX" | "zh") { Lang::Zh } else { Lang::En }
}

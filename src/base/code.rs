//! A code: what can be found, declared beside the check that finds it.

use super::Lang;

/// How much a finding weighs. The order is the order of weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Off,
    /// A remark.
    Info,
    /// Worth mending; does not fail a build by default.
    Warn,
    /// Must be mended.
    Error,
    /// An error that no `放过` may silence.
    Forbid,
}

/// Whether a code is a fault in meaning or an opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A fault: the script does not say what it should.
    Fault,
    /// A lint: the script could be better.
    Lint,
}

/// The declaration of one code. Ids are never reused.
#[derive(Debug)]
pub struct Code {
    /// `E0301`, `L01`. An `E` code that only warns by default is written with `W` where it is shown to people (`W0304`).
    pub id: &'static str,
    /// Kebab-case name that reads well after "allow".
    pub name: &'static str,
    /// Short title, Chinese.
    pub zh: &'static str,
    /// Short title, English.
    pub en: &'static str,
    /// Fault or lint.
    pub kind: Kind,
    /// Level without configuration.
    pub level: Level,
    /// The version that first reported it.
    pub since: &'static str,
    /// The page that explains it, Markdown with a failing and a passing example.
    pub page: &'static str,
}

impl Code {
    /// The title in a language.
    pub fn title(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Code {}

/// Declares codes, one line each: `NAME id "kebab-name" level "中文" "English";`. The page is `docs/rules/<id>.md`.
#[macro_export]
macro_rules! codes {
    ($($name:ident $id:literal $kebab:literal $level:ident $zh:literal $en:literal;)+) => {
        $(
            #[doc = concat!("`", $id, "`: ", $en, " (", $zh, ").")]
            pub static $name: $crate::base::Code = $crate::base::Code {
                id: $id,
                name: $kebab,
                zh: $zh,
                en: $en,
                kind: if $id.as_bytes()[0] == b'L' { $crate::base::Kind::Lint } else { $crate::base::Kind::Fault },
                level: $crate::base::Level::$level,
                since: "0.1.0",
                page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules/", $id, ".md")),
            };
        )+
        /// Every code declared here, by id.
        pub static ALL: &[&$crate::base::Code] = &[$(&$name),+];
    };
}

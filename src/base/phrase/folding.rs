//! What a set of phrases changes in how it is compared: nothing, as a rule.

use super::fold::{Fold, Folds};
use super::text::Options;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// 不分, 区分, 跳过
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Folding {
    /// 不分: differences that do not count besides those that never do.
    #[serde(default, skip_serializing_if = "Folds::is_none")]
    #[cfg_attr(feature = "compiler", schemars(with = "Vec<Fold>"))]
    pub alike: Folds,
    /// 区分: differences that count.
    #[serde(default, skip_serializing_if = "Folds::is_none")]
    #[cfg_attr(feature = "compiler", schemars(with = "Vec<Fold>"))]
    pub apart: Folds,
    /// 跳过: how many marks may stand between two characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip: Option<u8>,
}

impl Folding {
    /// The most marks that may be skipped: who puts more between two characters does not say them together.
    pub const MOST_SKIPPED: u8 = 20;

    /// Whether it changes nothing.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it can be used: what a loader asks of a document.
    pub fn is_sound(&self) -> bool {
        self.contradiction().is_none() && self.skip.is_none_or(|skip| skip <= Self::MOST_SKIPPED)
    }

    /// A difference that is told to count and not to count; who does not tell near sounds apart cannot tell the same ones apart.
    pub fn contradiction(&self) -> Option<Fold> {
        let alike = if self.alike.has(Fold::NearSound) { self.alike.with(Fold::Sound) } else { self.alike };
        self.apart.iter().find(|fold| alike.has(*fold))
    }

    /// How phrases are compared that are compared like this as a rule.
    pub fn change(&self, usual: Options) -> Options {
        let folds = self.apart.iter().fold(usual.folds.and(self.alike), Folds::without);
        // Where marks do not count at all, there is nothing to bound.
        let skip = if usual.skip == Options::ANY_MARKS { usual.skip } else { self.skip.unwrap_or(usual.skip) };
        Options { folds, skip }
    }
}

/// A list of names, in the order of [`Fold::ALL`].
impl Serialize for Folds {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Folds {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Vec::<Fold>::deserialize(from)?.into_iter().collect())
    }
}

//! Numbers as scripts write them: exact decimals with six places, no floating point.

use std::fmt;

/// A decimal number, kept as millionths. Arithmetic that leaves the range gives `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Decimal(pub i64);

/// Millionths in one.
const ONE: i64 = 1_000_000;

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self(0);
    /// One.
    pub const ONE: Self = Self(ONE);

    /// A whole number, if it is in range.
    pub fn from_int(n: i64) -> Option<Self> {
        n.checked_mul(ONE).map(Self)
    }

    /// The whole number this is, if it is one.
    pub fn to_int(self) -> Option<i64> {
        (self.0 % ONE == 0).then_some(self.0 / ONE)
    }

    /// Reads `12`, `0.5`; at most six places, no sign.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 6 || (text.contains('.') && part.is_empty()) {
            return None;
        }
        let scale = 10_i64.checked_pow(6 - part.len() as u32)?;
        let part = if part.is_empty() { 0 } else { part.parse::<i64>().ok()?.checked_mul(scale)? };
        whole.parse::<i64>().ok()?.checked_mul(ONE)?.checked_add(part).map(Self)
    }

    /// Sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Difference.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// Product, rounded half away from zero to six places.
    pub fn times(self, other: Self) -> Option<Self> {
        round(i128::from(self.0) * i128::from(other.0), i128::from(ONE))
    }

    /// Quotient, rounded half away from zero to six places; `None` for a zero divisor.
    pub fn over(self, other: Self) -> Option<Self> {
        if other.0 == 0 { None } else { round(i128::from(self.0) * i128::from(ONE), i128::from(other.0)) }
    }
}

fn round(n: i128, d: i128) -> Option<Decimal> {
    let (n, d) = if d < 0 { (-n, -d) } else { (n, d) };
    let half = if n < 0 { -(d / 2) } else { d / 2 };
    i64::try_from((n + half) / d).ok().map(Decimal)
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / ONE as u64, self.0.unsigned_abs() % ONE as u64);
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let digits = format!("{part:06}");
        write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
    }
}

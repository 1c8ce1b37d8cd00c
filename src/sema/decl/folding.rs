//! 不分, 区分, 跳过: how the phrases of a set are compared.

use crate::base::phrase::{Fold, Folding};
use crate::base::{Decimal, Diagnostic, Span};
use crate::sema::codes::phrases::CONTRADICTORY_FOLDING;
use crate::sema::codes::types::OUT_OF_RANGE;
use crate::sema::cx::Cx;

/// What the setting lines of one set say, with their places.
#[derive(Debug, Default)]
pub(super) struct FoldingOf {
    read: Folding,
    alike: Vec<(Fold, Span)>,
    apart: Vec<(Fold, Span)>,
}

impl FoldingOf {
    /// 不分
    pub(super) fn alike(&mut self, folds: &[(Fold, Span)]) {
        self.alike.extend_from_slice(folds);
        self.read.alike = folds.iter().fold(self.read.alike, |all, (fold, _)| all.with(*fold));
    }

    /// 区分
    pub(super) fn apart(&mut self, folds: &[(Fold, Span)]) {
        self.apart.extend_from_slice(folds);
        self.read.apart = folds.iter().fold(self.read.apart, |all, (fold, _)| all.with(*fold));
    }

    /// 跳过
    pub(super) fn skip(&mut self, count: Decimal, span: Span, cx: &mut Cx<'_>) {
        let most = Folding::MOST_SKIPPED;
        match count.to_int().and_then(|n| u8::try_from(n).ok()).filter(|n| *n <= most && Decimal::from_int(i64::from(*n)) == Some(count)) {
            Some(n) => self.read.skip = Some(n),
            None => cx.report(
                Diagnostic::new(
                    &OUT_OF_RANGE,
                    span,
                    format!("“跳过”能写 0 到 {most}，这里写了 {count}"),
                    format!("as many as 0 to {most} marks may be skipped, not {count}"),
                )
                .help(
                    "一个词中间隔得再开，就不是连着说的了；不写“跳过”，就是两个以内。",
                    "Words further apart are not said together; without this line it is at most two.",
                ),
            ),
        }
    }

    /// What they say together, unless they contradict each other.
    pub(super) fn told(self, cx: &mut Cx<'_>) -> Folding {
        let Some(fold) = self.read.contradiction() else { return self.read };
        let at = |folds: &[(Fold, Span)], fold: Fold| folds.iter().find(|(f, _)| *f == fold).map(|(_, span)| *span);
        let alike = at(&self.alike, fold).or_else(|| at(&self.alike, Fold::NearSound));
        if let (Some(alike), Some(apart)) = (alike, at(&self.apart, fold)) {
            cx.report(torn(fold, alike, apart, at(&self.alike, fold).is_none()));
        }
        Folding::default()
    }
}

/// A difference treated alike in one place and told apart in the other: the later one is pointed at.
fn torn(fold: Fold, alike: Span, apart: Span, by_near: bool) -> Diagnostic {
    let (zh, en) = fold.words();
    let d = if alike.start < apart.start {
        let said = format!("“{zh}”前面写了不分，这里又写区分");
        Diagnostic::new(&CONTRADICTORY_FOLDING, apart, said, format!("`{en}` is to be treated alike, and here told apart")).related(
            alike,
            "在这里写了不分",
            "treated alike here",
        )
    } else {
        let said = format!("“{zh}”前面写了区分，这里又写不分");
        Diagnostic::new(&CONTRADICTORY_FOLDING, alike, said, format!("`{en}` is to be told apart, and here treated alike")).related(
            apart,
            "在这里写了区分",
            "told apart here",
        )
    };
    if by_near {
        d.help(
            "只留一边。写了“不分 近音”，同音当然也不分。",
            "Keep one of them. Who treats near sounds alike treats the same sounds alike, too.",
        )
    } else {
        d.help("只留一边，另一行删掉。", "Keep one of the two lines.")
    }
}

//! 计量: what derived events are measured with.

use crate::base::{Diagnostic, Span};
use crate::sema::check::domain::constant_ticks;
use crate::sema::codes::names::DUPLICATE_NAME;
use crate::sema::codes::time::LIMIT_NOT_POSITIVE;
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::cx::Cx;
use crate::sema::expr::text::plain;
use crate::sema::model::{MeasureSetting, Slot, Ty};
use crate::syntax::ast::{self, MeasureKind};

impl Cx<'_> {
    /// The settings of a block.
    pub(super) fn measure(&mut self, measure: &ast::Measure) -> Vec<MeasureSetting> {
        measure.settings.iter().filter_map(|s| self.setting(s, measure.floor)).collect()
    }

    fn setting(&mut self, setting: &ast::MeasureSetting, floor: bool) -> Option<MeasureSetting> {
        let span = setting.span;
        let words = setting.words.iter().map(plain).collect();
        let Some(written) = &setting.value else { return Some(MeasureSetting { kind: setting.kind, ms: 0, words, floor, span }) };
        let read = self.value_for(written, &Slot::of(Ty::Duration));
        if read.ty == Ty::Bad {
            return None;
        }
        let Some(ms) = constant_ticks(self.model, &read).and_then(|t| i64::try_from(t).ok()) else {
            let d = Diagnostic::new(&TYPE_MISMATCH, read.span, "计量的数要在通话之前就知道", "a measure must be known before the call")
                .help("写一个时长，或者一个常量。", "Write a length of time or a constant.");
            self.report(d);
            return None;
        };
        if ms < 0 || ms == 0 && setting.kind == MeasureKind::RingPeriod {
            let d = Diagnostic::new(&LIMIT_NOT_POSITIVE, read.span, "计量不能是零，也不能是负的", "a measure is above zero")
                .help("写一个大于零的时长。", "Write a length above zero.");
            self.report(d);
            return None;
        }
        Some(MeasureSetting { kind: setting.kind, ms, words, floor, span })
    }
}

/// Reports measures that are set twice.
pub(super) fn twice(settings: &[MeasureSetting], out: &mut Vec<Diagnostic>) {
    for (i, setting) in settings.iter().enumerate() {
        let Some(first) = settings.iter().take(i).find(|s| s.kind == setting.kind) else { continue };
        let (zh, en) = word(setting.kind);
        out.push(
            Diagnostic::new(&DUPLICATE_NAME, setting.span, format!("“{zh}”写了两次"), format!("`{en}` is set twice"))
                .related(first.span, "先写在这里", "first set here")
                .help("只留一处。", "Keep one of them."),
        );
    }
}

/// 转写延迟 tells how late the host's texts are, which no rule can change.
pub(super) fn whole_program(span: Span) -> Diagnostic {
    Diagnostic::new(
        &TYPE_MISMATCH,
        span,
        "“转写延迟”说的是整个系统，只能写在文件最外层的“计量”里",
        "the lag of transcripts belongs to the whole package",
    )
    .help("把这一行移到文件最外层的“计量”里。", "Move it into a `measure` at the outermost level.")
}

/// The word of a measure, Chinese and English.
pub(crate) fn word(kind: MeasureKind) -> (&'static str, &'static str) {
    match kind {
        MeasureKind::RingPeriod => ("铃周期", "ring period"),
        MeasureKind::PauseCap => ("停顿上限", "pause cap"),
        MeasureKind::BackchannelWords => ("应和词", "backchannel words"),
        MeasureKind::BackchannelCap => ("应和上限", "backchannel cap"),
        MeasureKind::ReplyCap => ("答话上限", "reply cap"),
        MeasureKind::PaceMinimum => ("语速最短", "pace minimum"),
        MeasureKind::TranscriptLag => ("转写延迟", "transcript lag"),
    }
}

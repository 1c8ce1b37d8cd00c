//! 场景 that are 底线: a test of the package above is played as it stands.

use super::answer::Fault;
use super::pair::Pair;

/// Every 场景 that takes the place of one that is a 底线.
pub(super) fn check(pair: &mut Pair<'_>) {
    let scenes: Vec<_> = pair.scenes().filter(|s| pair.inherited(s.floor)).cloned().collect();
    for scene in scenes {
        if pair.block_of(scene.at) != pair.block_of(scene.floor) {
            let fault = Fault::unknown(
                scene.at,
                scene.floor,
                "场景改了，就不是原来要过的那一关了",
                "the scenario was changed and is no longer the test that was set",
            );
            pair.report(("场景", "scenario"), &scene.name, scene.at, *fault);
        }
    }
}

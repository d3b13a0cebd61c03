//! Cloud Config, 2020-09-07.

use super::Call;
use super::products::CONFIG;

/// The recorder of resource configurations.
pub static RECORDER: Call = Call {
    unopened: &["AccountNotExisted"],
    ..Call::new(
        &CONFIG,
        "config:GetConfigurationRecorder",
        "GetConfigurationRecorder",
        "config:GetConfigurationRecorder",
    )
};

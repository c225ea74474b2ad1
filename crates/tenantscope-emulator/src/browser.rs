//! The person at the browser, who signs in, consents, and types in device codes.

use crate::{emulator::Emulator, login::sessions::DeviceState, tenant::Tenant, world::lock};

/// What the person at the browser does with a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BrowserAnswer {
    /// Signs in and accepts.
    #[default]
    Accept,
    /// Presses Cancel: `permission_denied` on the first consent page, `consent_required` on the
    /// second, `access_denied` after a sign-in.
    Cancel,
    /// Is not allowed to: `access_denied` everywhere.
    Deny,
}

/// Who is there, and what that person does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Browser {
    pub(crate) answer: BrowserAnswer,
    /// The index of the person's tenant, for `common` and `organizations`.
    pub(crate) tenant: usize,
}

impl Emulator {
    /// What the person at the browser does with the sign-in and consent pages from now on.
    pub fn set_browser_answer(&self, answer: BrowserAnswer) {
        lock(&self.world.browser).answer = answer;
    }

    /// The tenant of the person at the browser, for pages of `common` and `organizations`. The first
    /// by default.
    pub fn set_browser_tenant(&self, tenant: &Tenant) {
        lock(&self.world.browser).tenant = tenant.index;
    }

    /// The user codes of the device code flow that wait for somebody, oldest first.
    pub fn device_codes(&self) -> Vec<String> {
        let sessions = lock(&self.world.sessions);
        let pending = sessions.devices.iter().filter(|device| device.state == DeviceState::Pending);
        pending.map(|device| device.user_code.clone()).collect()
    }

    /// Types in a user code and signs in. False if no such code is pending.
    pub fn approve_device_code(&self, user_code: &str) -> bool {
        self.settle(user_code, DeviceState::Approved)
    }

    /// Types in a user code and presses Cancel. False if no such code is pending.
    pub fn decline_device_code(&self, user_code: &str) -> bool {
        self.settle(user_code, DeviceState::Declined)
    }

    fn settle(&self, user_code: &str, state: DeviceState) -> bool {
        let mut sessions = lock(&self.world.sessions);
        let pending = sessions.devices.iter_mut().find(|device| {
            device.state == DeviceState::Pending && device.user_code.eq_ignore_ascii_case(user_code)
        });
        pending.map(|device| device.state = state).is_some()
    }
}

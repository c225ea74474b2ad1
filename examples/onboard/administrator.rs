//! The administrator whom the emulator plays: opens the link, answers the page, follows the redirect.

use std::io;

use clap::ValueEnum;
use tenantscope::{Error, TokenCredential, TokenRequest, entra::TokenInspection};
use tenantscope_emulator::{BrowserAnswer, Emulator};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What the administrator does with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Administrator {
    /// Consents.
    Accept,
    /// Presses Cancel.
    Cancel,
    /// Hasn't got the role for it.
    Deny,
}

impl Administrator {
    /// Makes the second tenant one that has never heard of the app.
    pub(crate) async fn prepare(self, emulator: &Emulator) -> Result<(), Error> {
        let customer = &emulator.tenants()[1];
        let graph = TokenRequest::new(emulator.cloud().graph().scope());
        let token = customer.credential().get_token(&graph).await?;
        let granted = TokenInspection::try_parse(token.secret().expose()).unwrap_or_default();
        granted.roles().iter().for_each(|permission| customer.revoke(permission));
        customer.revoke_consent();
        emulator.app().request_permissions(["SecurityEvents.Read.All", "Organization.Read.All"]);
        emulator.set_browser_tenant(customer);
        emulator.set_browser_answer(match self {
            Self::Accept => BrowserAnswer::Accept,
            Self::Cancel => BrowserAnswer::Cancel,
            Self::Deny => BrowserAnswer::Deny,
        });
        Ok(())
    }
}

/// Opens a link and goes where it leads, as a browser does.
pub(crate) async fn visit(link: String) -> io::Result<()> {
    let mut next = Some(link);
    while let Some(url) = next {
        next = location(&get(&url).await?);
    }
    Ok(())
}

/// The whole answer to a GET, over plain HTTP.
async fn get(url: &str) -> io::Result<String> {
    let address = url.strip_prefix("http://").ok_or(io::ErrorKind::InvalidInput)?;
    let (authority, target) = address.split_at(address.find('/').unwrap_or(address.len()));
    let mut stream = TcpStream::connect(authority).await?;
    let request = format!("GET {target} HTTP/1.1\r\nhost: {authority}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

/// Where an answer sends the browser.
fn location(answer: &str) -> Option<String> {
    let headers = answer.split("\r\n\r\n").next()?;
    let location = |line: &str| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("location").then(|| value.trim().to_owned())
    };
    headers.lines().find_map(location)
}

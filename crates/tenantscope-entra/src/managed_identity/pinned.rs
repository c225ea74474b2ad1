//! A transport to the one server whose certificate has a given thumbprint.
//!
//! Service Fabric serves identities behind a self-signed certificate, which no authority vouches for. The
//! host tells its thumbprint instead.

use std::{sync::Arc, time::Duration};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature},
};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use sha1::{Digest, Sha1};
use tenantscope_core::{Error, ErrorKind, HttpTransport, Result, Transport};

/// As long as a pipeline's usual transport waits.
const SILENCE: Duration = Duration::from_secs(60);

/// A transport that no proxy comes between, and that trusts this certificate and no other.
pub(super) fn transport(thumbprint: &str, connect: Duration) -> Result<Arc<dyn Transport>> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let pin = Pin { thumbprint: parse(thumbprint)?, provider: Arc::clone(&provider) };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(unusable)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(pin))
        .with_no_client_auth();
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(config)
        .connect_timeout(connect)
        .read_timeout(SILENCE)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .no_proxy()
        .build()
        .map_err(unusable)?;
    Ok(Arc::new(HttpTransport::from_reqwest(client)))
}

fn unusable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::builder(ErrorKind::Local).detail("TLS can't be set up").source(error).build()
}

/// Twenty bytes in hexadecimal, in either case; some tools put colons or blanks between them.
fn parse(text: &str) -> Result<[u8; 20]> {
    let digits: String = text.chars().filter(|c| !matches!(c, ':' | ' ')).collect();
    let mut bytes = [0; 20];
    let is_hex = digits.len() == 40 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !is_hex {
        return Err(Error::new(
            ErrorKind::InvalidInput,
            "IDENTITY_SERVER_THUMBPRINT is no SHA-1 thumbprint: the host sets it, so leave it as it is",
        ));
    }
    for (byte, at) in bytes.iter_mut().zip((0..40).step_by(2)) {
        *byte = u8::from_str_radix(&digits[at..at + 2], 16).expect("they are hexadecimal digits");
    }
    Ok(bytes)
}

/// Whose certificate has the thumbprint is the server, whatever name and dates stand in it; that it has the
/// certificate's key too, the handshake's signature proves.
#[derive(Debug)]
struct Pin {
    thumbprint: [u8; 20],
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pin {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if Sha1::digest(certificate)[..] == self.thumbprint {
            return Ok(ServerCertVerified::assertion());
        }
        Err(CertificateError::ApplicationVerificationFailure.into())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thumbprint_is_read_in_any_spelling_and_nothing_else_is() {
        let plain = "00112233445566778899aabbccddeeffABCDEF01";
        let expected = parse(plain).unwrap();
        assert_eq!((expected[1], expected[19]), (0x11, 0x01));
        let colons: Vec<_> = (0..40).step_by(2).map(|at| &plain[at..at + 2]).collect();
        assert_eq!(parse(&colons.join(":")).unwrap(), expected);
        for bad in ["", "ab", &plain[..39], &format!("{plain}0"), &"ü".repeat(20), &plain.replace('0', "+")]
        {
            let error = parse(bad).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
            assert!(error.to_string().contains("IDENTITY_SERVER_THUMBPRINT"), "{error}");
        }
    }
}

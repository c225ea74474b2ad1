use super::*;
use crate::testing;

fn reason(result: Result<ClientCertificate>) -> String {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
    error.to_string()
}

#[test]
fn pem_is_read_in_both_forms_and_any_order() {
    let made = testing::rsa();
    for pem in [
        made.pkcs8_pem() + &made.certificate_pem(),
        made.certificate_pem() + &made.pkcs1_pem(),
        testing::other_rsa().certificate_pem() + &made.certificate_pem() + &made.pkcs8_pem(),
    ] {
        let read = ClientCertificate::from_bytes(pem, None).unwrap();
        assert_eq!(read.certificate().der(), made.certificate_der());
        assert!(read.chain().is_empty());
    }
}

#[test]
fn chain_is_ordered_and_strangers_are_left_out() {
    let chain = testing::issued();
    let read = ClientCertificate::from_pem(chain.pem()).unwrap();
    assert_eq!(read.certificate().der(), chain.leaf_der());
    assert_eq!(read.chain().iter().map(Certificate::der).collect::<Vec<_>>(), [chain.issuer_der()]);
}

#[test]
fn renewed_certificate_of_the_same_key_is_preferred() {
    // both certificates are good equally long: the point is that two of them are no obstacle
    let made = testing::rsa();
    let pem = made.pem() + &made.certificate_pem();
    assert!(ClientCertificate::from_pem(pem).is_ok());
}

#[test]
fn what_cannot_sign_in_is_refused_with_the_reason() {
    let (made, other) = (testing::rsa(), testing::other_rsa());
    let curve = testing::elliptic_curve();
    for (pem, words) in [
        (made.certificate_pem(), "no private key"),
        (made.pkcs8_pem(), "no certificate"),
        (made.pkcs8_pem() + &other.certificate_pem(), "doesn't belong to the certificate CN=another test"),
        (made.pem() + &other.pem(), "there are 2 certificates with a private key"),
        (curve.pkcs8_pem() + &curve.certificate_pem(), "elliptic-curve"),
        ("hello".to_owned(), "neither PEM nor PKCS#12"),
    ] {
        let reason = reason(ClientCertificate::from_bytes(pem, None));
        assert!(reason.contains(words), "{reason}");
    }
    let public = ClientCertificate::from_bytes(made.certificate_der(), None);
    assert!(reason(public).contains("without its private key"));
}

#[test]
fn file_is_named_in_what_is_wrong_with_it() {
    let path = std::env::temp_dir().join(format!("tenantscope-{}.pem", uuid::Uuid::new_v4()));
    std::fs::write(&path, testing::rsa().certificate_pem()).unwrap();
    let text = reason(ClientCertificate::from_file(&path, None));
    std::fs::remove_file(&path).unwrap();
    assert!(text.contains(path.to_str().unwrap()) && text.contains("no private key"), "{text}");
    assert!(reason(ClientCertificate::from_file(std::env::temp_dir(), None)).contains("is a directory"));
}

#[test]
fn debug_shows_no_key() {
    let text = format!("{:?}", testing::rsa().client_certificate());
    assert!(text.contains("RsaKey(2048 bits, …)") && text.len() < 400, "{text}");
}

#[cfg(not(feature = "pfx"))]
#[test]
fn archive_without_the_feature_names_the_feature() {
    let archive = include_bytes!("../../tests/fixtures/aes256.pfx");
    assert!(reason(ClientCertificate::from_bytes(archive, None)).contains("feature `pfx`"));
    let encrypted = include_bytes!("../../tests/fixtures/encrypted_aes.pem");
    assert!(reason(ClientCertificate::from_bytes(encrypted, None)).contains("feature `pfx`"));
}

#[cfg(feature = "pfx")]
mod pfx {
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    macro_rules! fixture {
        ($name:literal) => {
            ($name, include_bytes!(concat!("../../tests/fixtures/", $name)).as_slice())
        };
    }

    fn open(bytes: &[u8], password: &str) -> Result<ClientCertificate> {
        ClientCertificate::from_pkcs12(bytes, password)
    }

    #[test]
    fn every_common_form_opens_and_signs() {
        for ((name, bytes), password) in [
            (fixture!("aes256.pfx"), "fixture"),
            (fixture!("rc2_3des.pfx"), "fixture"),
            (fixture!("3des.pfx"), "fixture"),
            (fixture!("empty_password.pfx"), ""),
            (fixture!("empty_password_3des.pfx"), ""),
            (fixture!("null_password.pfx"), ""),
            (fixture!("null_password_3des.pfx"), ""),
            (fixture!("null_password_rc2.pfx"), ""),
            (fixture!("no_mac.pfx"), "fixture"),
            (fixture!("plain.pfx"), ""),
            (fixture!("several_keys.pfx"), "fixture"),
        ] {
            let read = open(bytes, password).unwrap_or_else(|error| panic!("{name}: {error:?}"));
            assert_eq!(read.certificate().subject(), "CN=tenantscope fixture", "{name}");
            let input = b"header.claims";
            let signature = read.key.sign(SigningAlgorithm::Ps256.as_jose(), input).unwrap();
            let token = format!("eyJhbGciOiJQUzI1NiJ9.{}", "e30");
            let signed = read.key.sign(SigningAlgorithm::Ps256.as_jose(), token.as_bytes()).unwrap();
            assert_eq!(signature.len(), 256);
            testing::verify(&read, &format!("{token}.{}", URL_SAFE_NO_PAD.encode(signed)));
        }
    }

    #[test]
    fn chain_comes_along() {
        let read = open(fixture!("chain.pfx").1, "fixture").unwrap();
        assert_eq!(read.certificate().subject(), "CN=tenantscope fixture leaf");
        assert_eq!(read.chain().len(), 1);
        assert_eq!(read.chain()[0].subject(), "CN=tenantscope fixture authority");
    }

    #[test]
    fn base64_of_an_archive_is_an_archive() {
        let text = STANDARD.encode(fixture!("null_password.pfx").1);
        let wrapped =
            text.as_bytes().chunks(76).map(|line| [line, b"\r\n"].concat()).collect::<Vec<_>>().concat();
        for text in [text.into_bytes(), wrapped] {
            assert!(ClientCertificate::from_bytes(text, None).is_ok());
        }
    }

    #[test]
    fn encrypted_pem_opens_with_its_password() {
        for (name, bytes) in [fixture!("encrypted_aes.pem"), fixture!("encrypted_3des.pem")] {
            let read = ClientCertificate::from_bytes(bytes, Some("fixture".into()));
            assert_eq!(read.expect(name).certificate().subject(), "CN=tenantscope fixture");
        }
        let (_, bytes) = fixture!("encrypted_aes.pem");
        assert!(reason(ClientCertificate::from_encrypted_pem(bytes, "CANARY")).contains("doesn't open"));
        assert!(reason(ClientCertificate::from_pem(bytes)).contains("no password was given"));
    }

    #[test]
    fn what_does_not_open_says_why_and_shows_no_password() {
        for ((name, bytes), password, words) in [
            (fixture!("aes256.pfx"), "CANARY", "check the password"),
            (fixture!("rc2_3des.pfx"), "CANARY", "check the password"),
            (fixture!("no_mac.pfx"), "CANARY", "check the password"),
            (fixture!("aes256.pfx"), "", "doesn't open without a password"),
            (fixture!("no_key.pfx"), "fixture", "no private key"),
            (fixture!("curve.pfx"), "fixture", "elliptic-curve"),
            (fixture!("two_pairs.pfx"), "fixture", "2 certificates with a private key"),
            (("cut", &fixture!("aes256.pfx").1[..1000]), "fixture", "damaged"),
            (("BER", [&[0x30, 0x80], &fixture!("aes256.pfx").1[4..]].concat().leak()), "fixture", "BER"),
        ] {
            let error = open(bytes, password).unwrap_err();
            let text = format!("{error:#?}");
            assert!(error.to_string().contains(words), "{name}: {text}");
            assert!(!text.contains("CANARY"), "{name}: {text}");
        }
    }
}

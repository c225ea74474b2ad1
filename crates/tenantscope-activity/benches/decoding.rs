//! Decoding a blob: pieces as they arrive to records with their exact bytes, against the usual ways.

use std::collections::HashMap;

use bytes::Bytes;
use divan::{Bencher, counter::BytesCount, counter::ItemsCount};
use serde::Deserialize;
use serde_json::{Value, json};
use tenantscope_activity::{ArraySplitter, AuditRecord, Element};
use tenantscope_core::Item;

const RECORDS: usize = 2_000;

#[allow(clippy::print_stdout)] // a benchmark talks to its reader
fn main() {
    let text = blob();
    println!("{RECORDS} records, {} bytes each on average", text.len() / RECORDS);
    divan::main();
}

/// Records of four workloads, about as long as real ones: 1.3 kB on average, some of 8 kB.
fn blob() -> Bytes {
    const WORKLOADS: [(&str, u16, &str); 4] = [
        ("SharePoint", 6, "FileAccessed"),
        ("AzureActiveDirectory", 15, "UserLoggedIn"),
        ("Exchange", 50, "MailItemsAccessed"),
        ("Exchange", 1, "Set-Mailbox"),
    ];
    let record = |n: usize| {
        let (workload, record_type, operation) = WORKLOADS[n % 4];
        let mut record = json!({
            "CreationTime": "2026-11-22T01:02:03",
            "Id": format!("{:08x}-8a2b-4d5b-9e23-08de2a5c0f11", n),
            "Operation": operation,
            "OrganizationId": "aaaaaaaa-0000-4000-8000-000000000001",
            "RecordType": record_type,
            "ResultStatus": "Succeeded",
            "UserKey": "i:0h.f|membership|10032001b5a2c3d4@live.com",
            "UserType": 0,
            "Version": 1,
            "Workload": workload,
            "ClientIP": "203.0.113.77",
            "ObjectId": format!("https://contoso.sharepoint.example/sites/finance/Shared Documents/Report {n}.xlsx"),
            "UserId": format!("user{}@contoso.example", n % 97),
            "CorrelationId": "7f5b9da1-c0d0-4000-9b4c-1f2e3d4c5b6a",
            "EventSource": "SharePoint",
            "ItemType": "File",
            "ListId": "0b7e6d5c-4a3f-4e2d-8c1b-0a9f8e7d6c5b",
            "Site": "1c8f7e6d-5b40-4f3e-9d2c-1ba09f8e7d6c",
            "UserAgent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Edg/131.0",
            "ExtendedProperties": [
                {"Name": "ResultStatusDetail", "Value": "Success"},
                {"Name": "additionalDetails", "Value": "{\"User-Agent\":\"Mozilla/5.0 \\\"quoted\\\"\",\"AppId\":\"x\"}"},
                {"Name": "RequestType", "Value": "OAuth2:Authorize"},
            ],
            "ModifiedProperties": [{"Name": "Role", "NewValue": "[\r\n  \"Reader\"\r\n]", "OldValue": "[]"}],
            "Actor": [{"ID": "2d907f6e-6c51-4040-ae3d-2cb1a09f8e7d", "Type": 0}, {"ID": "user@contoso.example", "Type": 5}],
            "DeviceProperties": [{"Name": "OS", "Value": "Windows10"}, {"Name": "IsCompliant", "Value": "True"}],
            "SiteUrl": "https://contoso.sharepoint.example/sites/finance/",
            "SourceFileName": format!("Report {n}.xlsx"),
            "SourceRelativeUrl": "Shared Documents",
        });
        if n.is_multiple_of(50) {
            record["Data"] = "{\"etype\":\"User\",\"note\":\"x y\"}".repeat(200).into();
        }
        record
    };
    serde_json::to_vec(&(0..RECORDS).map(record).collect::<Vec<_>>()).expect("values are written").into()
}

/// As the blob arrives: pieces of a size that HTTP/2 frames and TLS records have.
fn pieces(blob: &Bytes, size: usize) -> Vec<Bytes> {
    (0..blob.len()).step_by(size).map(|start| blob.slice(start..blob.len().min(start + size))).collect()
}

#[divan::bench(args = [4_096, 16_384, 65_536])]
fn pieces_to_items(bencher: Bencher<'_, '_>, size: usize) {
    let blob = blob();
    let pieces = pieces(&blob, size);
    bencher.counter(BytesCount::new(blob.len())).counter(ItemsCount::new(RECORDS)).bench(|| {
        let mut splitter = ArraySplitter::new(4 << 20);
        let mut bytes = 0;
        for piece in &pieces {
            splitter.push(piece.clone());
            while let Some(element) = splitter.next().expect("an array") {
                let Element::Whole(text) = element else { continue };
                let record: Item<AuditRecord> = Item::from_json(text).expect("a record");
                bytes += divan::black_box(record).raw().len();
            }
        }
        splitter.finish().expect("a whole array");
        bytes
    });
}

#[divan::bench]
fn splitter_alone(bencher: Bencher<'_, '_>) {
    let blob = blob();
    let pieces = pieces(&blob, 16_384);
    bencher.counter(BytesCount::new(blob.len())).counter(ItemsCount::new(RECORDS)).bench(|| {
        let mut splitter = ArraySplitter::new(4 << 20);
        let mut elements = 0;
        for piece in &pieces {
            splitter.push(piece.clone());
            while let Some(element) = splitter.next().expect("an array") {
                divan::black_box(element);
                elements += 1;
            }
        }
        elements
    });
}

#[divan::bench]
fn whole_to_values(bencher: Bencher<'_, '_>) {
    let blob = blob();
    bencher
        .counter(BytesCount::new(blob.len()))
        .counter(ItemsCount::new(RECORDS))
        .bench(|| serde_json::from_slice::<Vec<Value>>(&blob).expect("an array").len());
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code)] // read by nobody, as the point is to decode it
struct Flattened {
    id: Option<String>,
    record_type: Option<i64>,
    creation_time: Option<String>,
    operation: Option<String>,
    organization_id: Option<String>,
    user_type: Option<i64>,
    user_key: Option<String>,
    workload: Option<String>,
    result_status: Option<String>,
    object_id: Option<String>,
    user_id: Option<String>,
    #[serde(rename = "ClientIP")]
    client_ip: Option<String>,
    #[serde(flatten)]
    rest: HashMap<String, Value>,
}

#[divan::bench]
fn whole_to_flattened_structs(bencher: Bencher<'_, '_>) {
    let blob = blob();
    bencher
        .counter(BytesCount::new(blob.len()))
        .counter(ItemsCount::new(RECORDS))
        .bench(|| serde_json::from_slice::<Vec<Flattened>>(&blob).expect("an array").len());
}

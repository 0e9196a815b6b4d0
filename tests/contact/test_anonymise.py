"""What leaves the site tells nothing of it: names, addresses and secrets are replaced, each always by the same."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.contact.anonymise import Anonymised, Known, anonymised
from clprun.contact.record import NodeRecord, Record, Reply
from clprun.model.cluster import Platform
from clprun.products.clpstat import parse
from tests.contact.given import answering, built, judged, said

CONF = """<?xml version="1.0" encoding="UTF-8"?>
<root>
	<server name="tokyo-billing-01"><device id="0"><info>10.20.30.41</info></device></server>
	<monitor><httpw name="httpw1"><parameters><username>billing</username><password>0123456789abcdef</password>
	<encrypwd>1</encrypwd></parameters></httpw></monitor>
</root>
"""
STATUS = """\
 ========================  CLUSTER STATUS  ===========================
  Cluster : cluster
  <server>
   *tokyo-billing-01: Online           Primary server
    tokyo-billing-02: Online
  <group>
    failover ........: Online
      current        : tokyo-billing-01
  <monitor>
    userw            : Normal
 =====================================================================
"""
HOSTS = """\
127.0.0.1 localhost localhost.localdomain
10.20.30.41 tokyo-billing-01.example.co.jp tokyo-billing-01
10.20.30.42 tokyo-billing-02.example.co.jp tokyo-billing-02
172.16.9.14 TOKYOVIP

search example.co.jp
nameserver 10.99.0.53
"""
SCRIPTS = """\
== ./failover/exec1/start.sh
mysql --host=10.20.30.41 --user=app --password='Very%Secret1' </home/suzuki/start.sql
export DB_PASSWORD=Very%Secret1
curl https://app:An0therSecret@tokyo-billing-02.example.co.jp/ # ask suzuki@example.co.jp
PASSWORD="$1"
-----BEGIN RSA PRIVATE KEY-----
MIIEow
-----END RSA PRIVATE KEY-----
echo Very%Secret1 at 52:54:00:12:34:56 and fe80::5054:ff:fe12:3456
"""
PROCESSES = """\
4711
      1       0 Sat Nov 21 22:47:24 2026 /sbin/init
     17       1 Sat Nov 21 22:47:24 2026 /usr/bin/backup --key HiddenInArgv
     18       1 Sat Nov 21 22:47:24 2026 /usr/lib/nqs/cluster/cjcpw TOKYOVIP /mnt/sdb2
"""
ORIGINALS = (
    *("tokyo", "billing-0", "example.co.jp", "10.20.30", "172.16.9", "10.99.0", "suzuki", "Very%Secret1"),
    *("An0therSecret", "0123456789abcdef", "MIIEow", "HiddenInArgv", "52:54:00", "5054:ff"),
)


def record(**replies: str) -> Record:
    told = {name.replace("_", "-"): said(text) for name, text in replies.items()}
    node = NodeRecord(name="tokyo-billing-01", replies=told)
    return Record(clprun="0", taken="2026-11-21", platform=Platform.LINUX, group="failover", nodes=(node,))


def pair() -> Anonymised:
    given_by_node = record(
        clp_conf=CONF, clpstat_plain=STATUS, hosts=HOSTS, scripts=SCRIPTS, processes=PROCESSES, login="suzuki\n/bin\n"
    )
    return anonymised(given_by_node, Known(hosts=("tokyo-billing-01",)))


def text(found: Anonymised, look: str) -> str:
    return found.record.nodes[0].replies[look].text


@pytest.mark.parametrize("original", ORIGINALS)
def test_nothing_of_the_site_is_left(original: str) -> None:
    assert original.casefold() not in pair().record.dumped().casefold()


def test_the_same_is_replaced_by_the_same_wherever_it_stands() -> None:
    found = pair()
    (server,) = set(re.findall(r'server name="([^"]+)"', text(found, "clp-conf")))

    assert f"*{server}: Online" in text(found, "clpstat-plain")
    assert re.search(rf"192\.0\.2\.41 {server}\.d1\S* {server}\n", text(found, "hosts"))
    assert "<info>192.0.2.41</info>" in text(found, "clp-conf")
    assert len(set(re.findall(r"secret\d+", text(found, "scripts")))) == 2


def test_addresses_of_a_network_stay_in_one_and_keep_their_last_number() -> None:
    hosts = text(pair(), "hosts")

    assert re.findall(r"^(?!127)[\d.]+(?= )|(?<=nameserver )\S+", hosts, re.MULTILINE) == [
        "192.0.2.41",
        "192.0.2.42",
        "198.51.100.14",
        "203.0.113.53",
    ]
    assert "127.0.0.1 localhost localhost.localdomain" in hosts


def test_columns_stay_where_they_were_and_clpstat_is_read_as_before() -> None:
    lines, before = text(pair(), "clpstat-plain").split("\n"), STATUS.split("\n")

    assert [line.find(":") for line in lines] == [line.find(":") for line in before]
    assert [len(server.name) for server in parse("\n".join(lines)).servers] == [16, 16]


def test_an_upper_case_name_stays_in_upper_case() -> None:
    (name,) = re.findall(r"cjcpw (\S+) ", text(pair(), "processes"))

    assert name.isupper()
    assert len(name) == len("TOKYOVIP")


def test_only_the_program_is_kept_of_what_is_not_the_products() -> None:
    processes = text(pair(), "processes")

    assert "2026 /usr/bin/backup\n" in processes
    assert "/usr/lib/nqs/cluster/cjcpw" in processes


def test_what_is_replaced_is_told_and_secrets_are_not() -> None:
    rows = {(each.kind, each.original) for each in pair().replacements}

    assert {("host", "tokyo-billing-01"), ("address", "10.20.30.41"), ("user", "suzuki"), ("secret", "")} <= rows
    assert all(each.count for each in pair().replacements)


def test_a_name_that_is_a_word_of_the_product_is_left_and_told() -> None:
    found = anonymised(record(clp_conf=CONF), Known(hosts=("monitor", "device", "x")))

    assert found.kept == ("device", "x")
    assert "<monitor>" in text(found, "clp-conf")


def test_a_word_that_a_person_names_is_replaced() -> None:
    found = anonymised(record(scripts="the Acme ledger"), Known(words=("Acme",)))

    assert text(found, "scripts") == "the w1xx ledger"


def test_what_is_mounted_over_the_network_is_replaced() -> None:
    found = anonymised(
        record(fstab="filer-7:/export /mnt/a nfs\n//nas.corp.example.co.jp/b /mnt/b cifs username=tanaka,domain=HQ\n"),
        Known(),
    )

    assert not re.search("filer|nas|corp|tanaka|HQ", text(found, "fstab"))
    assert "/export /mnt/a nfs" in text(found, "fstab")


def test_other_machines_of_the_domain_are_replaced_too() -> None:
    assert "ledger9" not in text(anonymised(record(hosts=HOSTS, ports="ledger9.example.co.jp"), Known()), "ports")


def test_what_clprun_itself_was_told_is_taken_out_wherever_it_stands() -> None:
    found = anonymised(record(scripts="login=kept4us"), Known(), lambda shown: shown.replace("kept4us", "***"))

    assert text(found, "scripts") == "login=***"


def test_variables_are_no_secrets() -> None:
    assert 'PASSWORD="$1"' in text(pair(), "scripts")


def test_versions_and_masks_are_no_addresses() -> None:
    given_text = "clusterpro 4.3.0-1, mask 255.255.255.0, any 0.0.0.0, 1.2.3.4.5, 300.1.1.1"

    assert text(anonymised(record(release=given_text), Known()), "release") == given_text


def test_a_judgement_is_the_same_after_everything_was_replaced() -> None:
    found = anonymised(built(), Known()).record

    assert {name: each.verdict for name, each in judged(found).items()} == {
        name: each.verdict for name, each in judged(built()).items()
    }


def test_more_networks_than_are_for_documents() -> None:
    addresses = [f"10.{high}.{low}.7" for high in range(3) for low in range(200)]
    replaced = text(anonymised(record(addresses="\n".join(addresses)), Known()), "addresses").split("\n")

    assert len(set(replaced)) == len(addresses)
    assert not set(replaced) & set(addresses)


@given(st.text(max_size=300))
def test_whatever_a_node_prints_can_be_sent(printed: str) -> None:
    found = anonymised(record(scripts=printed), Known()).record

    assert Record.parsed(found.dumped()) == found


def test_why_a_look_was_refused_is_kept() -> None:
    refused = answering(built(), lambda _: {"scripts": Reply(refused="node.link_lost")})

    assert anonymised(refused, Known()).record.nodes[0].replies["scripts"].refused == "node.link_lost"

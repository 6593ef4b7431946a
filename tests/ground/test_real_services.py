"""The ground is real: each service is met once, and refuses what a real one refuses."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import psycopg
import pytest
import redis
import requests
from botocore.config import Config
from botocore.exceptions import ClientError
from playwright.sync_api import Browser

from tests.ground.chromium import PHONE, screen


@pytest.mark.postgres
def test_postgres_is_eighteen_in_utf8() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT current_setting('server_version_num')::int / 10000, '文巡'"
        ).fetchone()
        encoding = connection.info.encoding

    assert (row, encoding) == ((18, "文巡"), "utf-8")


@pytest.mark.redis
def test_redis_keeps_what_it_is_given() -> None:
    with redis.Redis.from_url(os.environ["BROKER_URL"]) as client:
        client.set("ground", "文巡")

        assert client.getdel("ground") == "文巡".encode()


def _storage(secret: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=os.environ["S3_ENDPOINT"],
        aws_access_key_id=os.environ["S3_KEY"],
        aws_secret_access_key=secret,
        region_name="us-east-1",
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}, retries={"max_attempts": 1}),
    )


@contextmanager
def _object(body: bytes) -> Iterator[str]:
    storage = _storage(os.environ["S3_SECRET"])
    key = "ground/文巡 1.bin"
    storage.put_object(Bucket=os.environ["S3_BUCKET"], Key=key, Body=body)
    yield key
    storage.delete_object(Bucket=os.environ["S3_BUCKET"], Key=key)


@pytest.mark.s3
def test_storage_gives_back_every_byte() -> None:
    body = os.urandom(300_000)
    with _object(body) as key:
        got = _storage(os.environ["S3_SECRET"]).get_object(Bucket=os.environ["S3_BUCKET"], Key=key)

        assert got["Body"].read() == body


@pytest.mark.s3
def test_storage_refuses_a_bad_signature() -> None:
    with _object(b"1") as key, pytest.raises(ClientError) as refusal:
        _storage("not the secret").get_object(Bucket=os.environ["S3_BUCKET"], Key=key)

    assert refusal.value.response["Error"]["Code"] == "SignatureDoesNotMatch"


@pytest.mark.s3
def test_presigned_address_opens_and_a_bent_one_does_not() -> None:
    with _object(b"photo") as key:
        params = {"Bucket": os.environ["S3_BUCKET"], "Key": key}
        address = _storage(os.environ["S3_SECRET"]).generate_presigned_url("get_object", Params=params)
        opened = requests.get(address, timeout=10)
        bent = requests.get(address.replace("X-Amz-Expires=3600", "X-Amz-Expires=7200"), timeout=10)
        bare = requests.get(address.partition("?")[0], timeout=10)

    assert (opened.content, bent.status_code, bare.status_code) == (b"photo", 403, 403)


INK = """text => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const pen = canvas.getContext('2d');
  pen.font = '48px sans-serif';
  pen.fillText(text, 4, 52);
  return Array.from(pen.getImageData(0, 0, 64, 64).data).filter((_, i) => i % 4 === 3).join();
}"""


@pytest.mark.browser
def test_browser_draws_chinese_and_not_boxes(browser: Browser) -> None:
    with screen(browser, PHONE) as context:
        page = context.new_page()
        box, box_again, wen, xun = (page.evaluate(INK, text) for text in ("\ue000", "\ue001", "文", "巡"))

    assert box == box_again, "two characters no font has are drawn as the same box"
    assert len({box, wen, xun}) == 3

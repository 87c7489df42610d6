#include "mcp/erafile.h"
#include "mcp/listing.h"
#include "mcp/pinfile.h"
#include "mcp/poisonscan.h"
#include "mcp/recordfile.h"
#include "mcp/taskfile.h"
#include "mcp/tokencost.h"
#include "mcp/toxicflow.h"
#include "mcpcollections/collectioncodec.h"
#include "mcpcollections/recordcollection.h"
#include "mcpfuzz.h"

namespace {

using qd::fuzz::require;

qd::Result<QByteArray> noSibling(const QString &)
{
    return qd::Error{.kind = qd::ErrorKind::NotFound, .message = QStringLiteral("no file beside it")};
}

/// What was read is written so that it reads again, and then stays as it is.
void checkCollection(const QByteArray &bytes)
{
    const auto read = qd::decodeCollection(bytes, noSibling);
    if (!read)
        return require(!read.error().message.isEmpty());
    const QByteArray written = qd::encodeCollection(*read);
    const auto again = qd::decodeCollection(written, noSibling);
    require(again && again->steps.size() == read->steps.size() && qd::encodeCollection(*again) == written);
}

void checkPinFile(const QByteArray &bytes)
{
    const auto read = qd::decodePins(bytes, QStringLiteral("pins.json"));
    if (!read)
        return require(!read.error().detail.isEmpty());
    const QByteArray written = qd::encodePins(*read);
    const auto again = qd::decodePins(written, QStringLiteral("pins.json"));
    require(again && qd::encodePins(*again) == written);
}

/// Whatever a server offers: once approved and kept in a file, it is approved.
void checkApproval(const qd::McpListing &listing)
{
    const qd::McpIdentity identity{.command = {}, .launch = {}, .files = {}, .url = QStringLiteral("https://m.example")};
    QStringList unknown;
    const qd::McpPins pins{.pins = {qd::approve(nullptr, identity, listing, {}, unknown)}, .unknown = {}};
    const auto again = qd::decodePins(qd::encodePins(pins), QStringLiteral("pins.json"));
    require(again && again->pins.size() == 1);
    require(qd::checkPin(&again->pins.first(), identity, listing).isApproved());
}

void checkListing(const QByteArray &bytes)
{
    const auto listing = qd::decodeListing(QStringLiteral("server"), bytes);
    if (!listing)
        return require(!listing.error().detail.isEmpty());
    require(qd::scanForPoison({*listing}).scanned == listing->definitions.size());
    require(qd::costOf(*listing).tokens >= 0);
    checkApproval(*listing);
}

/// A recording is written as it is read, differs in nothing from itself, and becomes a collection.
void checkRecording(const QByteArray &bytes)
{
    const auto read = qd::decodeRecording(bytes, QStringLiteral("session"));
    if (!read)
        return require(!read.error().detail.isEmpty());
    const QByteArray written = qd::encodeRecording(*read);
    const auto again = qd::decodeRecording(written, QStringLiteral("session"));
    require(again && qd::encodeRecording(*again) == written && qd::isRecording(written));
    require(qd::diffOf(qd::viewOf(*read), qd::viewOf(*again)).isSame());
    require(!qd::encodeCollection(qd::collectionOf(*read)).isEmpty());
}

/// What the program keeps for itself: eras and tasks.
void checkKept(const QByteArray &bytes)
{
    const qd::EraVerdicts eras = qd::decodeEras(qd::encodeEras(qd::decodeEras(bytes))); // a year beyond 9999 is read, not written
    require(qd::decodeEras(qd::encodeEras(eras)) == eras);
    const QList<qd::KeptTask> tasks = qd::decodeKeptTasks(qd::encodeKeptTasks(qd::decodeKeptTasks(bytes)));
    require(qd::decodeKeptTasks(qd::encodeKeptTasks(tasks)) == tasks);
}

} // namespace

/// Any bytes as the files that people share (collections of calls, pinned definitions, saved listings, recorded sessions) and
/// those that the program keeps.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes = qd::fuzz::bytesOf(data, size);
    checkCollection(bytes);
    checkPinFile(bytes);
    checkListing(bytes);
    checkRecording(bytes);
    checkKept(bytes);
    return 0;
}

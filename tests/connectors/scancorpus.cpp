#include "scancorpus.h"

#include "mcp/jsonslice.h"
#include "mcp/listing.h"

#include <QFile>

namespace qd::test {

namespace {

QString memberText(QByteArrayView object, const char *name)
{
    const auto value = jsonslice::member(object, name);
    return value ? jsonslice::text(*value).value_or(QString()) : QString();
}

ScanCase caseOf(const QByteArray &line)
{
    ScanCase made{memberText(line, "id"), memberText(line, "family"), memberText(line, "why"), {}};
    const auto servers = jsonslice::member(line, "servers");
    for (const QByteArrayView server : jsonslice::elements(servers.value_or(QByteArrayView()))) {
        QByteArray listing = server.toByteArray();
        if (!jsonslice::member(listing, "tools"))
            listing.insert(1, "\"tools\":[],");
        if (const auto decoded = decodeListing(memberText(server, "name"), listing))
            made.listings.append(*decoded);
    }
    return made;
}

} // namespace

QList<ScanCase> scanCases(const QString &name)
{
    QFile file(QStringLiteral(QD_SOURCE_DIR "/tests/data/mcpscan/%1.jsonl").arg(name));
    QList<ScanCase> cases;
    if (file.open(QIODevice::ReadOnly))
        for (const QByteArray &line : file.readAll().split('\n'))
            if (!line.isEmpty())
                cases << caseOf(line);
    return cases;
}

} // namespace qd::test

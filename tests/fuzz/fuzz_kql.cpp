// Any bytes as a query: the parser and the compiler must end with a result or a positioned error.
#include "kql/compiler.h"
#include "kql/parser.h"
#include "kql/schema.h"

#include <cstdint>
#include <cstdlib>

using namespace qd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, size_t size)
{
    static const lab::KqlSchema schema = lab::telemetrySchema(TelemetrySchema::Classic, {});
    const QString text = QString::fromUtf8(QByteArrayView(data, static_cast<qsizetype>(size)));
    const auto program = kql::parse(text);
    if (!program) {
        if (program.error().kind != ErrorKind::Query || !program.error().position)
            std::abort();
        return 0;
    }
    // What the rows would say to bag_unpack and pivot: keys with every kind of character.
    const auto probe = [](const QString &) -> Result<std::vector<QStringList>> {
        return std::vector<QStringList>{{QStringLiteral("a"), QStringLiteral("VARCHAR")}, {QStringLiteral("b\"'/~"), QStringLiteral("BIGINT,DOUBLE")}, {QString(), QString()}};
    };
    const auto compiled = lab::compileKql(*program, schema, {.now = Instant(Seconds(1795262400)), .timespan = {}, .probe = probe});
    if (!compiled && (compiled.error().kind != ErrorKind::Query || !compiled.error().position))
        std::abort();
    return 0;
}

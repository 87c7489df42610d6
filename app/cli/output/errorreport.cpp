#include "output/errorreport.h"

#include "output/jsonwriter.h"
#include "output/tablewriter.h"

namespace qd {

ExitCode reportError(const CliOptions &options, const CliStreams &streams, const Error &error, const QString &query)
{
    const ExitCode code = exitCodeOf(error);
    if (options.format == OutputFormat::Json)
        streams.print(json::error(error, code));
    complainOf(streams, error, query);
    return code;
}

void reportError(const CliOptions &options, const CliStreams &streams, const Error &error, ExitCode code)
{
    if (options.format == OutputFormat::Json)
        streams.print(json::error(error, code));
    complainOf(streams, error);
}

void complainOf(const CliStreams &streams, const Error &error, const QString &query) { streams.err.write("deckctl: " + errorText(error, query).toUtf8()); }

} // namespace qd

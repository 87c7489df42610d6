#include "verbs.h"

#include "entra/identity.h"
#include "ingestion/connectionstring.h"
#include "runninglabs.h"
#include "server/labauthority.h"

namespace qd::lab {

Result<std::string> authorityText(const CommandLine &line)
{
    const Result<LabAuthority> authority = LabAuthority::open(authorityFolder(line.options.dataFolder));
    if (!authority)
        return authority.error();
    return authority->certificatePem();
}

Result<std::string> connectionStringText(const CommandLine &line)
{
    if (line.isPlaceGiven) {
        const LabIdentity identity = LabIdentity::fromSeed(line.options.seed, {});
        return connectionString(identity, QStringLiteral("https://127.0.0.1:%1").arg(line.options.tlsPort.value_or(0))).toStdString() + "\n";
    }
    Result<QString> file = line.infoFile.isEmpty() ? newestRunningLab() : Result<QString>(line.infoFile);
    if (!file)
        return file.error();
    const Result<QString> text = connectionStringOf(*file);
    if (!text)
        return text.error();
    return text->toStdString() + "\n";
}

} // namespace qd::lab

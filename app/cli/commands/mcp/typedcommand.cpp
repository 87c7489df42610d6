#include "commands/mcp/typedcommand.h"

#include "mcp/commandwords.h"

namespace qd {

Result<McpServerConfig> typedCommand(const McpTarget &target)
{
    auto words = commandWords(QString::fromStdString(target.stdio));
    if (!words)
        return words.error();
    for (const std::string &word : target.command)
        *words << QString::fromStdString(word);
    if (words->isEmpty())
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The command is empty")};
    return McpServerConfig{.id = McpServerId(QStringLiteral("stdio")), .transport = McpTransport::Stdio, .command = words->first(), .arguments = words->mid(1)};
}

} // namespace qd

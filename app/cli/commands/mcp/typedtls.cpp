#include "commands/mcp/typedtls.h"

#include <QDir>

namespace qd {

namespace {

void takeTypedFile(const std::string &typed, QString &path)
{
    if (!typed.empty())
        path = QDir().absoluteFilePath(QString::fromStdString(typed));
}

} // namespace

Result<McpServerConfig> withTypedTls(McpServerConfig config, const McpTarget &target)
{
    const McpTlsTyped &typed = target.tls;
    if (typed.ca.empty() && typed.certificate.empty() && typed.key.empty() && !typed.isInsecure)
        return config;
    if (config.transport == McpTransport::Stdio || !target.gateway.empty())
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("--ca, --client-certificate, --certificate-key and --insecure go with --url, or with a --server that has an address")};
    takeTypedFile(typed.ca, config.tls.caFile);
    takeTypedFile(typed.certificate, config.tls.certificateFile);
    takeTypedFile(typed.key, config.tls.keyFile);
    config.tls.isInsecure = config.tls.isInsecure || typed.isInsecure;
    return config;
}

} // namespace qd

// Any text as a policy: it is read or refused with a place; what was read keeps its meaning in canonical form, and an
// allowlist that is put into it reads back.
#include "policy/allowlistpolicy.h"
#include "policy/policycanonical.h"
#include "policy/policylint.h"

#include <cstdint>
#include <cstdlib>

using namespace qd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(QByteArrayView(data, static_cast<qsizetype>(size)));
    static_cast<void>(lintPolicy(text, {.isMcp = true}));
    static_cast<void>(readAllowlist(text));
    const auto document = PolicyDocument::parse(text);
    if (!document) {
        if (document.error().kind != ErrorKind::Invalid || !document.error().position)
            std::abort();
        return 0;
    }
    if (!PolicyDocument::parse(canonicalPolicy(*document)))
        std::abort();
    static const AllowedTool tool = *allowedTool(QStringLiteral("a"), QStringLiteral("{\"name\":\"a\"}"));
    const auto with = withAllowlist(text, {{tool}, {}});
    if (with && readAllowlist(*with).state != AllowlistReading::State::Ours)
        std::abort();
    return 0;
}

#include "chaosswitch.h"

#include "arm/chaosvalue.h"

namespace qd {

namespace {

ChaosLive liveOf(const NamedValue &value)
{
    ChaosLive live{.etag = value.etag, .text = value.value};
    if (value.isSecret)
        live.unreadable = Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The named value quarterdeck-chaos is a secret: nobody can see whether a fault is on.")};
    else if (const auto fault = chaosvalue::decode(value.value))
        live.fault = *fault;
    else
        live.unreadable = fault.error();
    return live;
}

Completion<NamedValue> asLive(Completion<ChaosLive> completion)
{
    return [completion = std::move(completion)](const Result<NamedValue> &value) {
        completion(value ? Result<ChaosLive>(liveOf(*value)) : Result<ChaosLive>(value.error()));
    };
}

} // namespace

Call ChaosSwitch::read(QObject *context, Completion<ChaosLive> completion)
{
    return m_apim.namedValue(chaosvalue::id(), context, asLive(std::move(completion)));
}

Call ChaosSwitch::write(const ChaosFault &fault, const QString &etag, QObject *context, Completion<ChaosLive> completion)
{
    const NamedValue value{.id = chaosvalue::id(), .displayName = chaosvalue::id(), .value = chaosvalue::encode(fault), .etag = etag};
    return m_apim.writeNamedValue(value, context, asLive(std::move(completion)));
}

} // namespace qd

#include "arm/httpapimconnector.h"

#include "arm/apimcodec.h"

namespace qd {

namespace {

const auto stableVersion = QStringLiteral("2024-05-01");
const auto mcpVersion = QStringLiteral("2025-09-01-preview"); ///< the first that tells MCP servers apart

/// One request whose answer is decoded.
template<typename T, typename Decode>
Completion<ArmReply> decoding(Completion<T> completion, Decode decode)
{
    return [completion = std::move(completion), decode](const Result<ArmReply> &reply) {
        completion(reply ? Result<T>(decode(*reply)) : Result<T>(reply.error()));
    };
}

template<typename T>
Completion<QList<QByteArray>> decodingPages(Completion<T> completion, Result<T> (*decode)(const QList<QByteArray> &))
{
    return [completion = std::move(completion), decode](const Result<QList<QByteArray>> &pages) {
        completion(pages ? decode(*pages) : Result<T>(pages.error()));
    };
}

bool isAbsent(const Error &error) { return error.kind == ErrorKind::NotFound; }

/// Somebody else made one meanwhile: the same refusal that the service gives for a stale ETag.
Error alreadyThere()
{
    return {.kind = ErrorKind::Conflict,
            .message = QStringLiteral("There is one already. It was made after yours was begun."),
            .httpStatus = 412,
            .vendorCode = QStringLiteral("PreconditionFailed")};
}

} // namespace

HttpApimConnector::HttpApimConnector(ArmClient &arm, QString serviceId) : m_arm(arm), m_serviceId(std::move(serviceId)) {}

ArmRequest HttpApimConnector::request(const QByteArray &method, const QString &path) const
{
    return {.method = method, .path = m_serviceId + path, .apiVersion = stableVersion};
}

/// A PUT that overwrites only what was read: this ETag, or nothing at all.
ArmRequest HttpApimConnector::conditional(const QString &path, const QByteArray &body, const QString &etag) const
{
    return {.method = QByteArrayLiteral("PUT"), .path = path, .apiVersion = stableVersion, .body = body, .ifMatch = etag,
            .ifNoneMatch = etag.isEmpty()};
}

Call HttpApimConnector::service(QObject *context, Completion<ApimService> completion)
{
    return m_arm.send(request("GET", {}), context,
                      decoding<ApimService>(std::move(completion), [](const ArmReply &reply) { return apimcodec::decodeService(reply.body); }));
}

Call HttpApimConnector::apis(QObject *context, Completion<QList<ApimApi>> completion)
{
    ArmRequest list = request("GET", QStringLiteral("/apis"));
    list.apiVersion = mcpVersion;
    return m_arm.list(list, context, decodingPages<QList<ApimApi>>(std::move(completion), apimcodec::decodeApis));
}

Call HttpApimConnector::subscriptions(QObject *context, Completion<QList<ApimSubscription>> completion)
{
    return m_arm.list(request("GET", QStringLiteral("/subscriptions")), context,
                      decodingPages<QList<ApimSubscription>>(std::move(completion), apimcodec::decodeSubscriptions));
}

Call HttpApimConnector::subscriptionKey(const SubscriptionId &id, QObject *context, Completion<QString> completion)
{
    ArmRequest read = request("POST", QStringLiteral("/subscriptions/") + id.value + QStringLiteral("/listSecrets"));
    read.isRead = true;
    read.isSecretBody = true;
    return m_arm.send(read, context,
                      decoding<QString>(std::move(completion), [](const ArmReply &reply) { return apimcodec::decodePrimaryKey(reply.body); }));
}

ArmRequest HttpApimConnector::policyRead(const PolicyScope &scope) const
{
    return {.path = policyResourceId(m_serviceId, scope), .apiVersion = stableVersion,
            .query = {{QStringLiteral("format"), QStringLiteral("rawxml")}}};
}

Call HttpApimConnector::readPolicy(const PolicyScope &scope, QObject *context, Completion<PolicyText> completion)
{
    return m_arm.send(policyRead(scope), context, [completion = std::move(completion)](const Result<ArmReply> &reply) {
        if (reply)
            completion(apimcodec::decodePolicy(*reply));
        else if (isAbsent(reply.error()))
            completion(PolicyText{.xml = {}, .etag = {}, .readAt = {}, .requestId = reply.error().requestId});
        else
            completion(reply.error());
    });
}

Call HttpApimConnector::writePolicy(const PolicyScope &scope, const QString &xml, const QString &etag, QObject *context,
                                    Completion<PolicyText> completion)
{
    auto *chain = new CallChain<PolicyText>(&m_running, context, std::move(completion));
    if (!etag.isEmpty()) {
        putPolicy(chain, scope, xml, etag);
        return chain->handle();
    }
    chain->follow(m_arm.send(policyRead(scope), chain, [this, chain, scope, xml](const Result<ArmReply> &reply) {
        if (reply)
            chain->finish(alreadyThere());
        else if (isAbsent(reply.error()))
            putPolicy(chain, scope, xml, {});
        else
            chain->finish(reply.error());
    }));
    return chain->handle();
}

/// Writes, then reads back what the service made of it. If the reading fails the write has still been done.
void HttpApimConnector::putPolicy(CallChain<PolicyText> *chain, const PolicyScope &scope, const QString &xml, const QString &etag)
{
    const ArmRequest put = conditional(policyResourceId(m_serviceId, scope), apimcodec::encodePolicy(xml), etag);
    chain->follow(m_arm.run(put, chain, [this, chain, scope, xml](const Result<ArmReply> &written) {
        if (!written)
            return chain->finish(written.error());
        const PolicyText asSent{.xml = xml, .etag = written->etag, .readAt = written->at, .requestId = written->requestId};
        chain->follow(m_arm.send(policyRead(scope), chain, [chain, asSent](const Result<ArmReply> &reply) {
            const auto read = reply ? apimcodec::decodePolicy(*reply) : Result<PolicyText>(reply.error());
            PolicyText known = read ? *read : asSent;
            known.requestId = asSent.requestId;
            chain->finish(std::move(known));
        }));
    }));
}

Call HttpApimConnector::remove(const QString &path, const QString &etag, QObject *context, Completion<void> completion)
{
    ArmRequest removal = request("DELETE", {});
    removal.path = path;
    removal.ifMatch = etag;
    return m_arm.run(removal, context, [completion = std::move(completion)](const Result<ArmReply> &reply) {
        completion(reply ? Result<void>() : Result<void>(reply.error()));
    });
}

Call HttpApimConnector::deletePolicy(const PolicyScope &scope, const QString &etag, QObject *context, Completion<void> completion)
{
    return remove(policyResourceId(m_serviceId, scope), etag, context, std::move(completion));
}

Call HttpApimConnector::namedValue(const QString &id, QObject *context, Completion<NamedValue> completion)
{
    return m_arm.send(request("GET", QStringLiteral("/namedValues/") + id), context,
                      [id, completion = std::move(completion)](const Result<ArmReply> &reply) {
                          if (reply)
                              completion(apimcodec::decodeNamedValue(*reply));
                          else if (isAbsent(reply.error()))
                              completion(NamedValue{.id = id, .displayName = {}, .value = {}, .isSecret = false, .etag = {}});
                          else
                              completion(reply.error());
                      });
}

Call HttpApimConnector::writeNamedValue(const NamedValue &value, QObject *context, Completion<NamedValue> completion)
{
    auto *chain = new CallChain<NamedValue>(&m_running, context, std::move(completion));
    if (!value.etag.isEmpty()) {
        putNamedValue(chain, value);
        return chain->handle();
    }
    chain->follow(m_arm.send(request("GET", QStringLiteral("/namedValues/") + value.id), chain, [this, chain, value](const Result<ArmReply> &reply) {
        if (reply)
            chain->finish(alreadyThere());
        else if (isAbsent(reply.error()))
            putNamedValue(chain, value);
        else
            chain->finish(reply.error());
    }));
    return chain->handle();
}

void HttpApimConnector::putNamedValue(CallChain<NamedValue> *chain, const NamedValue &value)
{
    ArmRequest put = conditional(m_serviceId + QStringLiteral("/namedValues/") + value.id, apimcodec::encodeNamedValue(value), value.etag);
    put.isSecretBody = value.isSecret;
    chain->follow(m_arm.run(put, chain, [this, chain, value](const Result<ArmReply> &written) {
        if (!written)
            return chain->finish(written.error());
        NamedValue asSent = value;
        asSent.etag = written->etag;
        if (const auto decoded = apimcodec::decodeNamedValue(*written); decoded && !decoded->etag.isEmpty())
            return chain->finish(*decoded);
        chain->follow(namedValue(value.id, chain, [chain, asSent](const Result<NamedValue> &read) {
            chain->finish(read && !read->etag.isEmpty() ? *read : asSent);
        }));
    }));
}

Call HttpApimConnector::deleteNamedValue(const QString &id, const QString &etag, QObject *context, Completion<void> completion)
{
    return remove(m_serviceId + QStringLiteral("/namedValues/") + id, etag, context, std::move(completion));
}

} // namespace qd

#pragma once

#include "arm/apimconnector.h"
#include "http/callstate.h"

#include <QHash>
#include <QMap>

#include <functional>
#include <optional>
#include <vector>

namespace qd::test {

/// An ApimConnector with a memory: policies and named values with ETags that change with every write, refused when
/// stale. Answers asynchronously; with `isHeld` only when deliver() is called. `refuse` fails whatever it names.
class FakeApimConnector final : public ApimConnector
{
public:
    ApimService theService{QStringLiteral("/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim"),
                           QStringLiteral("apim"), QUrl(QStringLiteral("http://127.0.0.1:1/")), QStringLiteral("Developer"), QStringLiteral("Succeeded")};
    QList<ApimApi> theApis;
    QList<ApimSubscription> theSubscriptions;
    QHash<QString, QString> keys;           ///< by subscription
    QMap<QString, PolicyText> policies;     ///< by policyResourceId()
    QMap<QString, NamedValue> values;
    QStringList asked;                      ///< "readPolicy /…", in order
    std::function<std::optional<Error>(const QString &what)> refuse;
    bool isHeld = false;

    /// An API of type mcp at "/{name}/mcp".
    void addMcpServer(const QString &name, const QUrl &upstream = {})
    {
        theApis.append({.id = ApiId(name), .resourceId = theService.id + QStringLiteral("/apis/") + name, .displayName = name, .path = name,
                        .type = QStringLiteral("mcp"), .serviceUrl = upstream, .mcpEndpoint = QStringLiteral("/mcp"),
                        .isSubscriptionRequired = true, .subscriptionHeader = QStringLiteral("Ocp-Apim-Subscription-Key")});
    }
    void addSubscription(const QString &name, const QString &key)
    {
        theSubscriptions.append({SubscriptionId(name), name, QStringLiteral("/apis"), QStringLiteral("active")});
        keys.insert(name, key);
    }
    /// Somebody else writes.
    void overwrite(const PolicyScope &scope, const QString &xml) { policies[idOf(scope)] = {xml, nextEtag(), {}, {}}; }
    [[nodiscard]] PolicyText policyOf(const PolicyScope &scope) const { return policies.value(idOf(scope)); }
    [[nodiscard]] size_t heldCount() const { return m_held.size(); }
    /// Lets the oldest held answer go.
    void deliver()
    {
        const auto answer = m_held.front();
        m_held.erase(m_held.begin());
        answer();
    }

    Call service(QObject *context, Completion<ApimService> completion) override
    {
        return answer<ApimService>(QStringLiteral("service"), context, std::move(completion), [this] { return theService; });
    }
    Call apis(QObject *context, Completion<QList<ApimApi>> completion) override
    {
        return answer<QList<ApimApi>>(QStringLiteral("apis"), context, std::move(completion), [this] { return theApis; });
    }
    Call subscriptions(QObject *context, Completion<QList<ApimSubscription>> completion) override
    {
        return answer<QList<ApimSubscription>>(QStringLiteral("subscriptions"), context, std::move(completion), [this] { return theSubscriptions; });
    }
    Call subscriptionKey(const SubscriptionId &id, QObject *context, Completion<QString> completion) override
    {
        return answer<QString>(QStringLiteral("subscriptionKey ") + id.value, context, std::move(completion), [this, id] { return keys.value(id.value); });
    }
    Call readPolicy(const PolicyScope &scope, QObject *context, Completion<PolicyText> completion) override
    {
        return answer<PolicyText>(QStringLiteral("readPolicy ") + idOf(scope), context, std::move(completion), [this, scope] { return policies.value(idOf(scope)); });
    }
    Call writePolicy(const PolicyScope &scope, const QString &xml, const QString &etag, QObject *context, Completion<PolicyText> completion) override
    {
        return answer<PolicyText>(QStringLiteral("writePolicy ") + idOf(scope), context, std::move(completion), [=, this]() -> Result<PolicyText> {
            if (policies.value(idOf(scope)).etag != etag)
                return staleError();
            return policies[idOf(scope)] = {xml, nextEtag(), {}, QStringLiteral("req-write")};
        });
    }
    Call deletePolicy(const PolicyScope &scope, const QString &etag, QObject *context, Completion<void> completion) override
    {
        return answer<void>(QStringLiteral("deletePolicy ") + idOf(scope), context, std::move(completion), [=, this]() -> Result<void> {
            if (policies.value(idOf(scope)).etag != etag)
                return staleError();
            policies.remove(idOf(scope));
            return {};
        });
    }
    Call namedValue(const QString &id, QObject *context, Completion<NamedValue> completion) override
    {
        return answer<NamedValue>(QStringLiteral("namedValue ") + id, context, std::move(completion),
                                  [this, id] { return values.value(id, NamedValue{.id = id, .displayName = id}); });
    }
    Call writeNamedValue(const NamedValue &value, QObject *context, Completion<NamedValue> completion) override
    {
        return answer<NamedValue>(QStringLiteral("writeNamedValue ") + value.id, context, std::move(completion), [=, this]() -> Result<NamedValue> {
            if (values.value(value.id).etag != value.etag)
                return staleError();
            NamedValue written = value;
            written.etag = nextEtag();
            return values[value.id] = written;
        });
    }
    Call deleteNamedValue(const QString &id, const QString &etag, QObject *context, Completion<void> completion) override
    {
        return answer<void>(QStringLiteral("deleteNamedValue ") + id, context, std::move(completion), [=, this]() -> Result<void> {
            if (values.value(id).etag != etag)
                return staleError();
            values.remove(id);
            return {};
        });
    }

    static Error staleError()
    {
        return {.kind = ErrorKind::Conflict, .message = QStringLiteral("Resource was modified since last retrieval."), .httpStatus = 412,
                .vendorCode = QStringLiteral("PreconditionFailed"), .requestId = QStringLiteral("req-412")};
    }

private:
    [[nodiscard]] QString idOf(const PolicyScope &scope) const { return policyResourceId(theService.id, scope); }
    QString nextEtag() { return QStringLiteral("\"etag-%1\"").arg(++m_etag); }

    template<typename T, typename Make>
    Call answer(const QString &what, QObject *context, Completion<T> completion, Make make)
    {
        asked.append(what);
        const auto state = CallState<T>::create(context, std::move(completion));
        const auto run = [this, state, make, what] {
            const auto error = refuse ? refuse(what) : std::nullopt;
            state->finish(error ? Result<T>(*error) : Result<T>(make()));
        };
        if (isHeld)
            m_held.push_back(run);
        else
            run();
        return state->handle();
    }

    std::vector<std::function<void()>> m_held;
    int m_etag = 0;
};

} // namespace qd::test

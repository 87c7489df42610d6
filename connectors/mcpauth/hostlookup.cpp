#include "mcpauth/hostlookup.h"

#include "http/callstate.h"

#include <QHostAddress>
#include <QHostInfo>

namespace qd {

HostLookup systemLookup()
{
    return [](const QString &host, QObject *context, Completion<QStringList> completion) {
        const auto state = CallState<QStringList>::create(context, std::move(completion));
        const int id = QHostInfo::lookupHost(host, context, [state](const QHostInfo &info) {
            QStringList addresses;
            for (const QHostAddress &address : info.addresses())
                addresses << address.toString().section(u'%', 0, 0);
            state->finish(addresses);
        });
        state->setStop([id] { QHostInfo::abortHostLookup(id); });
        return state->handle();
    };
}

} // namespace qd

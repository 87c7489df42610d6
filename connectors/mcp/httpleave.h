#pragma once

#include "http/httpclient.h"
#include "mcp/httppost.h"

#include <QObject>

#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace qd {

/// The end of a session over HTTP, when its channel has gone: what was being told goes out first, then DELETE says that the
/// session is over. Answers do not matter (405: it ends by itself). Deletes itself. GUI thread.
class HttpLeave final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpLeave)

public:
    static constexpr Milliseconds patience{2000}; ///< with a server that does not take what it is told
    static constexpr Milliseconds leaveTime{5000};

    /// `farewell` is the DELETE, where there is a session. `parent` is what those look at who wait for the end.
    HttpLeave(std::shared_ptr<HttpClient> client, Timers &timers, std::vector<std::unique_ptr<HttpPost>> words, std::optional<HttpRequest> farewell,
              QObject *parent);
    ~HttpLeave() override;

private:
    void onTold(const HttpPost *post);
    void endSession();

    std::shared_ptr<HttpClient> m_client; ///< outlives what goes out
    const std::vector<std::unique_ptr<HttpPost>> m_words;
    std::set<const HttpPost *> m_untold;
    std::optional<HttpRequest> m_farewell;
    bool m_isEnding = false;
};

} // namespace qd

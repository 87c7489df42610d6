#pragma once

#include "trace/trace.h"

#include <memory>
#include <vector>

namespace qd {

/// Which spans of a trace are listed, one row each: all but those below a collapsed span. A value of the GUI thread.
class WaterfallRows
{
public:
    void setTrace(std::shared_ptr<const Trace> trace);

    [[nodiscard]] const Trace &trace() const { return *m_trace; }
    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
    [[nodiscard]] int spanAt(int row) const { return m_rows[static_cast<size_t>(row)]; }
    /// Row of the span, or of the collapsed span that hides it; -1 for no span.
    [[nodiscard]] int rowOf(int span) const;
    [[nodiscard]] bool isCollapsed(int span) const { return m_isCollapsed[static_cast<size_t>(span)] != 0; }

    void setCollapsed(int span, bool collapsed);
    void setAllCollapsed(bool collapsed);
    /// Opens every collapsed span above it.
    void reveal(int span);

private:
    void rebuild();

    std::shared_ptr<const Trace> m_trace = std::make_shared<const Trace>();
    std::vector<int> m_rows;
    std::vector<char> m_isCollapsed;
};

} // namespace qd
